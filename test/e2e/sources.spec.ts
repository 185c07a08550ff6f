import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import type { Host } from './support/host.ts';
import { readable } from './support/readable.ts';
import { test } from './support/test.ts';
import { goTo, newEngagement, openWindow, settle } from './support/window.ts';

const LOTS = [
  'Badge holder,Car park,Since,Points',
  'ann.lee@client.example,North,2024-07-01,10',
  'bob.ray@client.example,North,on Monday,20',
  ',South,2024-08-02,30',
  'cy@client.example,South,2024-09-03,40',
];

/** An engagement of its own, with the file that no reader knows. */
async function engagementWithLots(page: Page, host: Host, client: string): Promise<void> {
  const folder = join(host.folder, client.toLowerCase().replaceAll(' ', '-'));
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'parking lots.csv');
  await writeFile(file, `${LOTS.join('\n')}\n`);
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByLabel('Client', { exact: true }).fill(client);
  await page.getByLabel('Period from').fill('2024-07-01');
  await page.getByLabel('to', { exact: true }).fill('2024-12-31');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.locator('.top-bar')).toContainText('2024-07-01 – 2024-12-31');
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(file);
  await settle(page);
}

test('a file that no reader knows is mapped by hand, and what it rejects is given back', async ({
  page,
  host,
}) => {
  await engagementWithLots(page, host, 'Mapping Test');
  await page.getByRole('link', { name: 'Mappings by hand' }).click();
  await expect(page.getByRole('heading', { name: 'No mapping yet' })).toBeVisible();
  const waiting = page.getByRole('region', { name: 'Files that wait for a mapping' });
  await expect(waiting).toContainText('parking lots.csv');
  await waiting.getByRole('button', { name: 'Map by hand…' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Map parking lots.csv');
  const headers = page.getByRole('region', { name: 'Columns of the file' });
  await expect(headers.getByRole('row', { name: /Car park/ })).toContainText('North · South');

  await page.getByLabel('Goes to table').selectOption('grants');
  const columns = page.getByRole('table', { name: 'grants' });
  await columns.getByLabel('account_id is taken from').selectOption('Badge holder');
  await columns.getByRole('checkbox', { name: 'account_id is required' }).check();
  await columns.getByLabel('resource is taken from').selectOption('Car park');
  await columns.getByLabel('granted_at is taken from').selectOption('Since');
  await columns.getByLabel('More on system', { exact: true }).click();
  await columns
    .getByRole('row', { name: /^system / })
    .getByLabel('The same for every record')
    .fill('parking');
  await page.getByLabel('Name of the mapping').fill('parking-lots');
  await readable(page, 'mapping editor');

  await page.getByRole('button', { name: 'Test on 100 rows' }).click();
  const trial = page.getByRole('region', { name: 'What the test shows' });
  await expect(trial).toContainText('Loaded 2 of 4, rejected 2 of 4');
  await expect(trial).toContainText('on Monday');
  await expect(trial).toContainText('Headers that no column takes: Points');
  await readable(page, 'test of a mapping');

  await page.getByRole('button', { name: 'Save and read the file with it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('parking lots.csv');
  await expect(page.getByText('4 read = 2 loaded + 2 rejected')).toBeVisible();
  const rejects = page.getByRole('region', { name: 'Rejected records' });
  await expect(rejects).toContainText('Record 2');
  await expect(rejects).toContainText('Record 3');
  const download = page.waitForEvent('download');
  await rejects.getByRole('button', { name: 'Export as CSV…' }).click();
  expect((await download).suggestedFilename()).toBe('rejects-parking_lots.csv.csv');
  await readable(page, 'sheet');

  await page.getByRole('link', { name: 'All files' }).click();
  await page.getByRole('link', { name: 'Mappings by hand' }).click();
  const kept = page.getByRole('table', { name: 'Kept mappings' });
  await expect(kept.getByRole('row', { name: /own-parking-lots/ })).toContainText('parking lots.csv');
  await readable(page, 'kept mappings');
});

test('a text of lines is kept, mapped by a pattern, and the mapping is changed later', async ({
  page,
  host,
}) => {
  await engagementWithLots(page, host, 'Lines Test');
  const file = join(host.folder, 'lines-test', 'gate.log');
  await writeFile(
    file,
    'gate log\n2024-07-01T08:00:00Z ann north\n2024-07-02T08:00:00Z bob south\nout of order here\n',
  );
  await page.locator('input[data-purpose="import-files"]').setInputFiles(file);
  await settle(page);
  const undone = page.getByRole('alert').filter({ hasText: 'Not taken in' });
  await expect(undone).toContainText('the text is no table');
  await readable(page, 'a file that was not taken in');
  await undone.getByRole('button', { name: 'Keep the lines of gate.log, to map them' }).click();
  await settle(page);
  await page.getByRole('link', { name: 'Mappings by hand' }).click();
  const waiting = page.getByRole('region', { name: 'Files that wait for a mapping' });
  await waiting
    .getByRole('listitem')
    .filter({ hasText: 'gate.log' })
    .getByRole('button', { name: 'Map by hand…' })
    .click();
  const lines = page.getByRole('region', { name: 'Lines' });
  await lines.getByLabel('Pattern', { exact: true }).fill('^(?<when>\\S+Z) (?<who>\\S+) (?<gate>\\S+)$');
  await lines.getByLabel('Skip first lines').fill('1');
  await lines.getByRole('button', { name: 'Show what comes out' }).click();
  await expect(page.getByText('1 of the first lines does not fit.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Columns of the file' })).toContainText('north · south');
  await page.getByLabel('Goes to table').selectOption('access_logs');
  const columns = page.getByRole('table', { name: 'access_logs' });
  await columns.getByLabel('occurred_at is taken from').selectOption('when');
  await columns.getByLabel('account is taken from').selectOption('who');
  await columns.getByLabel('resource is taken from').selectOption('gate');
  await readable(page, 'editor of lines');
  await page.getByRole('button', { name: 'Test on 100 rows' }).click();
  await expect(page.getByRole('region', { name: 'What the test shows' })).toContainText(
    'Loaded 2 of 3, rejected 1 of 3',
  );
  await page.getByRole('button', { name: 'Save and read the file with it' }).click();
  await expect(page.getByText('3 read = 2 loaded + 1 rejected')).toBeVisible();

  await page.getByRole('link', { name: 'All files' }).click();
  await page.getByRole('link', { name: 'Mappings by hand' }).click();
  await page.getByRole('button', { name: 'Change own-gate' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Map gate.log');
  await expect(
    page.getByRole('region', { name: 'Lines' }).getByLabel('Pattern', { exact: true }),
  ).toHaveValue('^(?<when>\\S+Z) (?<who>\\S+) (?<gate>\\S+)$');
  await expect(
    page.getByRole('table', { name: 'access_logs' }).getByLabel('account is taken from'),
  ).toHaveValue('who');
});

test('a control total of the client that differs is said to differ', async ({ page, host }) => {
  await engagementWithLots(page, host, 'Totals Test');
  await page.getByRole('gridcell', { name: 'parking lots.csv' }).click();
  await page.getByRole('button', { name: 'Open the whole sheet' }).click();
  const totals = page.getByRole('region', { name: 'The client’s own control totals' });
  await totals.getByLabel('Value').fill('5');
  await totals.getByLabel('Stated in').fill('cover letter');
  await totals.getByRole('button', { name: 'Compare' }).click();
  // The next is stated at once, and the first must stay.
  await totals.getByLabel('Kind').selectOption('sum');
  await totals.getByLabel('Column (table.column)').fill('Points');
  await totals.getByLabel('Value').fill('100');
  await totals.getByRole('button', { name: 'Compare' }).click();
  await expect(totals.getByRole('row', { name: /^sum/ })).toContainText('agrees');
  const records = totals.getByRole('row', { name: /^records/ });
  await expect(records).toContainText('differs');
  await expect(records).toContainText('cover letter');

  const told = page.getByRole('form', { name: 'As told by the client' });
  await told.getByLabel('Source system').fill('Car park ledger');
  await told.getByLabel('Provided on').fill('2024-13-01');
  await told.getByRole('button', { name: 'Save' }).click();
  await expect(told.getByRole('alert')).toContainText('2024-13-01 is no day of the calendar');
  await told.getByLabel('Provided on').fill('2025-01-08');
  await told.getByRole('button', { name: 'Save' }).click();
  await expect(told.getByRole('button', { name: 'Save' })).toBeEnabled();
  await expect(told.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('status')).toHaveText('Kept on the sheet.');
  await page.reload();
  await expect(told.getByLabel('Source system')).toHaveValue('Car park ledger');

  const fields = page.getByRole('region', { name: 'Field statistics' });
  await fields.getByRole('button', { name: 'Compute' }).click();
  await fields
    .getByRole('button', { name: 'Car park' })
    .or(fields.getByRole('button', { name: 'car_park' }))
    .click();
  const top = fields.getByRole('table', { name: 'Most frequent values' });
  await expect(top.getByRole('row', { name: /North/ })).toContainText('2');
  await readable(page, 'sheet with totals and field statistics');
});

test('an item that was asked for is received when its file comes', async ({ page, host }) => {
  await engagementWithLots(page, host, 'Requests Test');
  await page.getByRole('link', { name: 'Requested items' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing was asked for yet' })).toBeVisible();

  await page.getByRole('button', { name: 'Add an item' }).click();
  const form = page.getByRole('form', { name: 'New item' });
  await form.getByLabel('Number').fill('A1');
  await form.getByRole('button', { name: 'Keep the item' }).click();
  await expect(form.getByRole('alert')).toContainText('An item needs a number and a title.');
  await form.getByLabel('Title').fill('Leavers of the period');
  await form.getByLabel('Due').fill('2099-01-15');
  await form.getByLabel('File name (* and ?)').fill('leavers*.csv');
  await readable(page, 'form of an item');
  await form.getByRole('button', { name: 'Keep the item' }).click();
  const list = page.getByRole('table', { name: 'Requested items' });
  const item = list.getByRole('row', { name: /Leavers of the period/ });
  await expect(item.getByRole('cell').first()).toContainText('open');

  const leavers = join(host.folder, 'leavers-2024.csv');
  await writeFile(leavers, 'name,left\nZoe,2024-10-01\n');
  await page.getByRole('link', { name: 'Files', exact: true }).click();
  await page.locator('input[data-purpose="import-files"]').setInputFiles(leavers);
  await settle(page);
  await page.getByRole('link', { name: 'Requested items' }).click();
  await expect(item.getByRole('cell').first()).toContainText('received');
  await expect(item.getByRole('link', { name: 'leavers-2024.csv' })).toBeVisible();
  await readable(page, 'requested items');

  await page.getByRole('button', { name: 'Remove Leavers of the period' }).click();
  await expect(list).toHaveCount(0);
  await page.getByRole('link', { name: 'Snapshots' }).click();
  await expect(page.getByRole('heading', { name: 'No snapshot yet' })).toBeVisible();
});

test('what fails after one has gone elsewhere is told all the same', async ({ page, host }) => {
  await newEngagement(page, host, 'Gone Elsewhere Test');
  await goTo(page, 'Sources');
  await page.getByRole('link', { name: 'Requested items' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing was asked for yet' })).toBeVisible();
  const list = join(host.folder, 'no list.csv');
  await writeFile(list, 'name,left\nZoe,2024-10-01\n');
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/upload*', async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest('**/upload*');
  await page.locator('input[data-purpose="requested-list"]').setInputFiles(list);
  await asked;
  await page.getByRole('link', { name: 'Files', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Import files…' })).toBeVisible();
  release();
  await expect(page.locator('.status-line')).toContainText('column that is not known: name, left');
});

test('a text in a code page of its own is read again in it', async ({ page, host }) => {
  await newEngagement(page, host, 'Code Page Test');
  // Letters of Windows-1251 lie 0x350 below their numbers in Unicode.
  const bytes = (text: string) =>
    Buffer.from([...text].map((letter) => letter.codePointAt(0)! - (letter > '\u0400' ? 0x350 : 0)));
  const file = join(host.folder, 'stores.csv');
  await writeFile(file, bytes('Keeper,Store,Shelf\nИванова,Тверь,3\nПетров,Омск,4\n'));
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles(file);
  await settle(page);
  await page.getByRole('gridcell', { name: 'stores.csv' }).click();
  await page.getByRole('button', { name: 'Open the whole sheet' }).click();
  await expect(page.getByText('converted from Windows-1252').first()).toBeVisible();
  await page.getByLabel('Code page').selectOption('windows-1251');
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(page.getByText('converted from windows-1251, as stated').first()).toBeVisible();
  await expect(page.getByText('converted from Windows-1252')).toHaveCount(0);
  await readable(page, 'sheet read again in a code page');
});
