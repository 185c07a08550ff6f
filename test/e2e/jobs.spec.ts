import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect, test } from './support/test.ts';
import { goTo, newEngagement, openSample, openWindow, settle } from './support/window.ts';

test('making the sample is cancelled, and nothing is left open', async ({ page, host }) => {
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByRole('button', { name: 'Open the sample engagement' }).click();
  await page.getByRole('button', { name: 'Cancel: Make the sample engagement' }).click();
  await expect(page.getByRole('status')).toHaveText(
    'Make the sample engagement: Cancelled; no engagement was made.',
    { timeout: 120_000 },
  );
  await expect(page.getByRole('button', { name: 'Open the sample engagement' })).toBeEnabled();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a run is cancelled; the results before it stay', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Procedures');
  const table = page.getByRole('table', { name: 'Procedures' });
  const before = await table.innerText();
  expect(before).toContain('completed');
  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel: Run all procedures' }).click();
  await expect(page.getByRole('status')).toContainText('Run all procedures: Cancelled', { timeout: 120_000 });
  await settle(page);
  await expect(table).toContainText('completed');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('one procedure is run with a parameter of one’s own', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Procedures');
  await page
    .getByRole('button', { name: /accounts are in use/ })
    .first()
    .click();
  const form = page.getByRole('form', { name: 'Parameters' });
  await form.getByLabel(/dormant days/).fill('no number');
  await form.getByRole('button', { name: 'Run with these values' }).click();
  await expect(form.getByRole('alert')).toContainText('PARAMETER_INVALID');
});

test('an import is cancelled: what was whole before stays, the rest is not there', async ({ page, host }) => {
  const folder = join(host.folder, 'large');
  await mkdir(folder, { recursive: true });
  // Large enough that nobody is quicker than it: some 60 MB of access records.
  const large = join(folder, 'access_log.csv');
  const file = createWriteStream(large);
  file.write('user,system,resource,action,timestamp\n');
  for (let block = 0; block < 1000; block += 1) {
    const lines = Array.from(
      { length: 1000 },
      (_, i) =>
        `user${(block * 1000 + i) % 5000}@client.example,gitlab,group:unit-${i},read,2024-10-01T05:00:00Z\n`,
    );
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');

  await newEngagement(page, host, 'Cancelled Import Test');
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(large);
  await page.getByRole('button', { name: /^Cancel: Import 1 file/ }).click();
  await expect(page.getByRole('status')).toContainText('Import 1 file: Cancelled', { timeout: 120_000 });
  await settle(page);
  await expect(page.getByRole('alert')).toContainText('Cancelled: nothing was taken in.');
  await expect(page.getByText('access_log.csv')).toHaveCount(0);

  // Nothing of it is in the way: the same place takes another file.
  await page.locator('input[data-purpose="import-files"]').setInputFiles({
    name: 'roster.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Employee ID,Name,Work Email\nE1,Ann Lee,ann.lee@client.example\n'),
  });
  await expect(
    page.getByRole('button', { name: 'roster.csv' }).or(page.getByText('roster.csv')).first(),
  ).toBeVisible();
  await settle(page);
});
