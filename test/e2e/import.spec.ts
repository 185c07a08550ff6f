import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './support/test.ts';
import { goTo, openWindow, settle } from './support/window.ts';

const ROSTER = [
  'Employee ID,Name,Work Email,Job Title,Department,Hire Date,Status',
  'E1,Ann Lee,ann.lee@client.example,Accountant,Finance,2023-02-01,active',
  'E2,Bob Ray,bob.ray@client.example,Accountant,Finance,on Monday,active',
  'E3,"Cy, the third",cy@client.example,,Finance,2024-05-06,active',
];

test('files of one’s own: a bad row among good ones, and files that cannot be read', async ({
  page,
  host,
}) => {
  const folder = join(host.folder, 'client');
  await mkdir(folder, { recursive: true });
  const files = {
    roster: join(folder, 'roster.csv'),
    empty: join(folder, 'empty.csv'),
    notes: join(folder, 'notes.csv'),
  };
  await writeFile(files.roster, `${ROSTER.join('\r\n')}\r\n`);
  await writeFile(files.empty, '');
  await writeFile(files.notes, 'colour,shape\nred,\n"",round\n');

  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();

  // What is missing is said in a sentence, and nothing is made.
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.getByRole('alert')).toHaveText('Name the client.');
  await page.getByLabel('Client', { exact: true }).fill('Northwind Audit Test');
  await page.getByLabel('Period from').fill('2024-07-01');
  await page.getByLabel('to', { exact: true }).fill('2024-13-31');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.getByRole('alert')).toContainText('2024-13-31 is no day of the calendar');
  await page.getByLabel('to', { exact: true }).fill('2024-12-31');
  await page.getByLabel('Time zone of the client').fill('Europe/Paris');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.locator('.top-bar')).toContainText('Europe/Paris');
  await expect(page.getByRole('heading', { name: 'Nothing imported yet' })).toBeVisible();

  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(Object.values(files));
  await settle(page);
  const failed = page.getByRole('alert');
  await expect(failed).toContainText('empty.csv');
  await expect(failed).toContainText('FILE_EMPTY');

  const receipts = page.getByRole('grid', { name: 'Receipts' });
  const roster = receipts.getByRole('row').filter({ hasText: 'roster.csv' });
  await expect(roster.getByRole('gridcell')).toContainText([
    'roster.csv',
    'hr-roster',
    'identities',
    '3',
    '2',
  ]);
  await expect(receipts.getByRole('row').filter({ hasText: 'notes.csv' })).toContainText('not mapped');

  await roster.getByRole('gridcell', { name: 'roster.csv' }).click();
  const detail = page.getByRole('complementary', { name: 'Detail' });
  const rejects = detail.getByRole('region', { name: 'Rejected records' });
  await expect(rejects).toContainText('Record 2');
  await expect(rejects).toContainText('on Monday');
  await page.keyboard.press('Escape');

  // What was not mapped can be asked for all the same; empty and missing stay apart.
  await receipts.getByRole('gridcell', { name: 'notes.csv' }).click();
  await detail.getByRole('link', { name: /^Rows of raw\./ }).click();
  const result = page.getByRole('grid', { name: 'Result' });
  await expect(result.locator('.grid-body').getByRole('row')).toHaveCount(2);
  await expect(result.getByText('∅')).toHaveCount(1);
  await expect(result.getByText('""')).toHaveCount(1);
});
