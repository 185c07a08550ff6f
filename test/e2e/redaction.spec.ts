import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { unzipSync } from 'fflate';
import { makeKey } from './support/keys.ts';
import { expect, test } from './support/test.ts';
import { goTo, openWindow, settle } from './support/window.ts';

const SECRET = 'zoe.the.witness@client.example';

test('a package is handed on without a column and a row, under the same signature', async ({
  page,
  host,
}) => {
  const people = join(host.folder, 'car park.csv');
  await writeFile(
    people,
    `Holder,Place,Fee\n${SECRET},North,10\nbob@client.example,South,20\ncy@client.example,East,30\n`,
  );
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByLabel('Client', { exact: true }).fill('Redaction Test');
  await page.getByLabel('Period from').fill('2024-07-01');
  await page.getByLabel('to', { exact: true }).fill('2024-12-31');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(people);
  await settle(page);

  await goTo(page, 'Procedures');
  await page.getByRole('button', { name: 'Run all' }).click();
  await expect(page.getByRole('status')).toContainText('Run all procedures:', { timeout: 120_000 });
  await settle(page);

  await goTo(page, 'Package');
  await makeKey(page, 'redaction-preparer');
  const build = page.getByRole('region', { name: 'Build' });
  await build.getByLabel('Key').selectOption('redaction-preparer');
  await build.getByRole('checkbox', { name: /^Prepare it so that rows and cells/ }).check();
  await build.getByLabel('Passphrase').fill('correct horse battery');
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  await expect(page.getByRole('region', { name: 'Package', exact: true })).toContainText('EV-', {
    timeout: 180_000,
  });
  await settle(page);

  const redact = page.getByRole('region', { name: 'Redact' });
  await redact.getByRole('button', { name: 'Take the package above' }).click();
  await redact.getByLabel('What becomes of car park.csv').selectOption('hand on in part');
  await redact.getByRole('button', { name: 'Write the redacted copy' }).click();
  await expect(redact.getByRole('alert')).toContainText('car park.csv: choose columns or rows to withhold');
  await redact.getByRole('checkbox', { name: 'Holder' }).check();
  await redact.getByLabel('Rows to withhold').fill('Place = South');
  await redact.getByText('Other files').click();
  await redact.getByRole('checkbox', { name: 'data/report.pdf' }).check();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      grave.map(({ id }) => id),
      colorScheme,
    ).toEqual([]);
  }
  await redact.getByRole('button', { name: 'Write the redacted copy' }).click();
  const done = redact.getByRole('region', { name: 'Redacted copy' });
  // Of 4 rows one is withheld; of the two others that are no header, one cell each.
  await expect(done).toContainText('1 of 4 rows withheld, and 2 cells of the others', { timeout: 120_000 });

  const verify = page.getByRole('region', { name: 'Verify' }).first();
  await verify.getByRole('button', { name: 'Verify it' }).click();
  await expect(verify.getByRole('heading', { level: 3 })).toContainText('The package is valid', {
    timeout: 120_000,
  });
  const download = page.waitForEvent('download');
  await done.getByRole('button', { name: 'Save a copy' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/redacted\.zip$/);
  const bytes = await readFile((await saved.path())!);
  const files = Object.entries(unzipSync(bytes));
  const holding = files.filter(([, content]) => Buffer.from(content).includes(SECRET)).map(([name]) => name);
  expect(holding).toEqual([]);
  expect(files.some(([name]) => name.endsWith('data/report.pdf'))).toBe(true);
});
