import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { SHEETS } from '#engine/intake/returned/layout.ts';
import { COMPANY, LATER_SNAPSHOT, openBook } from '#test/support/outbox-company.ts';
import { barriers } from './support/barriers.ts';
import type { Host } from './support/host.ts';
import { expect, test } from './support/test.ts';
import { goTo, openWindow, settle } from './support/window.ts';

async function makeEngagement(page: Page, host: Host, client: string, kind: string): Promise<void> {
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByLabel('Client', { exact: true }).fill(client);
  await page.getByLabel('Period from').fill('2024-11-01');
  await page.getByLabel('to', { exact: true }).fill('2024-11-30');
  await page.getByLabel('As of').fill('2024-11-15');
  await page.getByLabel('Time zone of the client').fill('America/New_York');
  await page
    .getByRole('combobox')
    .filter({ hasText: /internal/i })
    .first()
    .selectOption(kind);
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing imported yet' })).toBeVisible();
}

test('an external engagement sends nothing out, and says why', async ({ page, host }) => {
  await makeEngagement(page, host, 'Corp External', 'external');
  await goTo(page, 'Reports');
  await page
    .getByRole('navigation', { name: 'Parts of the reports' })
    .getByRole('link', { name: 'Outbox' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible();
  await expect(page.getByRole('note')).toContainText('audits their own work');
  for (const name of [
    'Write review workbooks',
    'Write reminders',
    'Take in what came back',
    'Write the plan',
  ])
    await expect(page.getByRole('button', { name })).toBeDisabled();
  expect(await barriers(page)).toEqual([]);
});

test('a review goes out, comes back, and the plan is closed by a later snapshot', async ({ page, host }) => {
  const folder = join(host.folder, 'company');
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const [name, content] of Object.entries(COMPANY)) {
    files.push(join(folder, name));
    await writeFile(join(folder, name), content);
  }
  await makeEngagement(page, host, 'Corp Internal Audit', 'internal');
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(files);
  await settle(page);
  await goTo(page, 'Procedures');
  await page
    .getByRole('button', { name: /^Run all/ })
    .first()
    .click();
  await settle(page);

  await goTo(page, 'Reports');
  await page.getByRole('link', { name: 'Outbox' }).click();
  const letters = page.getByRole('form', { name: 'Review and reminders' });
  await expect(letters.getByRole('button', { name: 'Write review workbooks' })).toBeDisabled();
  await letters.getByLabel('Sender', { exact: true }).fill('Internal Audit');
  await letters.getByLabel('Address of the sender').fill('audit@corp.example');
  const download = page.waitForEvent('download');
  await letters.getByRole('button', { name: 'Write review workbooks' }).click();
  const archive = join(host.folder, 'review.zip');
  await (await download).saveAs(archive);
  const sent = page.getByRole('region', { name: 'Review and reminders' });
  await expect(sent).toContainText('3 workbooks, due 2024-11-22. Nothing was sent.');
  await expect(sent).toContainText('1 row: the reviewer of record is not employed any more');
  const status = page.getByRole('grid', { name: 'Workbooks' });
  await expect(status.getByRole('row').filter({ hasText: 'mia@corp.example' })).toContainText('no');

  const book = await openBook(unzipSync(await readFile(archive))['mia_corp-example.xlsx']!);
  for (const [row, word] of ['revoke', 'approve', 'unsure', 'revoke', 'revoke'].entries())
    book.cell('decisions', row + 1, 'Your decision').value = word;
  book.cell('decisions', 2, 'Resource').value = 'group:z';
  book.sheet(SHEETS.signed).getCell('B3').value = '2024-11-18';
  const back = join(host.folder, 'mia back.xlsx');
  await writeFile(back, await book.save());
  const region = page.getByRole('region', { name: 'What came back' });
  await region.locator('input[data-purpose="review-workbooks"]').setInputFiles(back);
  await settle(page);
  const mia = status.getByRole('row').filter({ hasText: 'mia@corp.example' });
  await expect(mia).toContainText('4 of 9 accepted (mia back.xlsx)');
  await expect(mia).toContainText('1 ALTERED_ROW');
  await expect(page.getByRole('grid', { name: 'What answers call for' })).toContainText('ask again');

  // The same workbook once more is refused, and says what to do.
  book.cell('decisions', 2, 'Resource').value = 'group:x';
  const better = join(host.folder, 'mia better.xlsx');
  await writeFile(better, await book.save());
  await region.locator('input[data-purpose="review-workbooks"]').setInputFiles(better);
  await expect(region.getByRole('alert')).toContainText('came back before');
  await region.getByLabel('In place of').selectOption({ label: 'mia back.xlsx (mia@corp.example)' });
  await region.locator('input[data-purpose="review-workbook"]').setInputFiles(better);
  await settle(page);
  await expect(mia).toContainText('5 of 9 accepted (mia better.xlsx)');

  const written = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Write the plan' }).click();
  await written;
  const plan = page.getByRole('region', { name: 'Remediation plan' });
  await expect(plan).toContainText('that no later snapshot tells of');
  const later = join(folder, 'snapshot-2.csv');
  await writeFile(later, LATER_SNAPSHOT);
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(later);
  await settle(page);
  await goTo(page, 'Reports');
  await page.getByRole('link', { name: 'Outbox' }).click();
  await plan.getByRole('textbox', { name: 'States as of' }).fill('2025-01-02');
  await plan.getByRole('button', { name: 'Recompute' }).click();
  const actions = page.getByRole('grid', { name: 'Actions' });
  await expect(actions.getByRole('row').filter({ hasText: 'group:y' })).toContainText('closed 2024-12-20');
  await expect(actions.getByRole('row').filter({ hasText: 'prod admin' })).toContainText('overdue');
  expect(await barriers(page)).toEqual([]);
});
