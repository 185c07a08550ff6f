import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { COMPANY, LATER_SNAPSHOT } from '#test/support/outbox-company.ts';
import type { Host } from './support/host.ts';
import { readable } from './support/readable.ts';
import { expect, test } from './support/test.ts';
import { goTo, newEngagement, settle } from './support/window.ts';

/** Gus, who left in October 2024, has his account disabled at last; Bob leaves in February 2025, and his stays enabled. */
const NEXT: Readonly<Record<string, string>> = {
  'roster-2025.csv': COMPANY['roster.csv']!.replace(
    /^(E-4,.*),Active,2020-01-01,$/m,
    '$1,Terminated,2020-01-01,2025-02-01',
  ),
  'accounts-2025.csv': COMPANY['accounts.csv']!.replace('E-5,human,active', 'E-5,human,disabled'),
  'policy-2025.yaml': COMPANY['policy.yaml']!,
  'snapshot-2025.csv': LATER_SNAPSHOT.replaceAll('2024-12-20', '2025-03-10'),
};
const FIRST = ['roster.csv', 'accounts.csv', 'policy.yaml', 'snapshot-1.csv'] as const;

async function importAndRun(page: Page, host: Host, files: Readonly<Record<string, string>>): Promise<void> {
  const folder = join(host.folder, 'periods');
  await mkdir(folder, { recursive: true });
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(paths);
  await expect(page.getByRole('status')).toContainText(`Import ${paths.length} files:`, { timeout: 120_000 });
  await settle(page);
  await goTo(page, 'Procedures');
  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Run all procedures:', { timeout: 120_000 });
  await settle(page);
}

test('the findings of two periods stand against each other: new, persisting, resolved', async ({
  page,
  host,
}) => {
  await newEngagement(page, host, 'Corp Two Periods');
  await importAndRun(page, host, Object.fromEntries(FIRST.map((name) => [name, COMPANY[name]!])));
  await goTo(page, 'Findings');
  const grid = page.getByRole('grid', { name: 'Findings' });
  const detail = page.getByRole('complementary', { name: 'Detail' });
  await page.getByLabel('Filter Reason').fill('=orphan');
  await grid.getByRole('gridcell', { name: 'orphan' }).click();
  await detail.getByRole('combobox', { name: 'Disposition' }).selectOption('accepted_risk');
  await detail.getByRole('textbox', { name: 'Note' }).fill('Known to the board until March');
  await detail.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('status')).toHaveText('1 finding: accepted risk.');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Close engagement' }).click();
  await page.getByRole('button', { name: /^Roll forward Corp Two Periods/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make the next engagement' }).click();
  await expect(page.locator('.top-bar')).toContainText('2025-01-01 – 2025-06-30', { timeout: 60_000 });
  await expect(page.getByRole('status')).toContainText('and 1 decision;');
  await importAndRun(page, host, NEXT);

  await goTo(page, 'Findings');
  const since = page.getByRole('region', { name: 'Against the last period' });
  await since.getByRole('link', { name: /^\d+ new$/ }).click();
  await expect(page.getByLabel('Filter Since last period')).toHaveValue('=new');
  const left = grid.getByRole('row').filter({ hasText: 'leaver enabled' });
  await expect(left).toHaveCount(1);
  await expect(left).toContainText('bob@corp.example has left');
  await readable(page, 'new since the last period');

  await since.getByRole('button', { name: /^\d+ resolved$/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('row').filter({ hasText: 'has left' })).toHaveCount(1);
  await expect(dialog).toContainText('gus@corp.example has left; gus@corp.example is enabled');
  await readable(page, 'resolved since the last period');
  await page.keyboard.press('Escape');

  // What lacked its input both times is not compared, and each leads to the procedure that says what it lacks.
  await since.getByRole('button', { name: /^\d+ procedures not compared$/ }).click();
  await expect(dialog.getByRole('heading', { level: 3 }).first()).toContainText(
    'Did not run to their end in the last period (',
  );
  await readable(page, 'not compared with the last period');
  await page.keyboard.press('Escape');

  await since.getByRole('link', { name: /^\d+ persisting$/ }).click();
  await expect(page.getByLabel('Filter Since last period')).toHaveValue('=persisting');
  await grid.getByRole('gridcell', { name: 'orphan' }).click();
  const last = detail.getByRole('region', { name: 'Last period' });
  await expect(last).toContainText('The disposition was carried over from');
  await expect(last).toContainText('accepted risk: Known to the board until March');
  await expect(detail.getByRole('combobox', { name: 'Disposition' })).toHaveValue('accepted_risk');
  await readable(page, 'a finding that persists');
});
