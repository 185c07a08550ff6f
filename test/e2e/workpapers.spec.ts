import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import type { Host } from './support/host.ts';
import { readable } from './support/readable.ts';
import { test } from './support/test.ts';
import { goTo, openSample, openWindow, settle } from './support/window.ts';

/** Tickets of a ledger that a reader knows nothing of: 40 lines, T-01 to T-40. */
async function engagementWithTickets(page: Page, host: Host, client: string): Promise<void> {
  const lines = Array.from({ length: 40 }, (_, i) => `T-${String(i + 1).padStart(2, '0')},${(i + 1) * 100}`);
  const file = join(host.folder, `${client} tickets.csv`);
  await writeFile(file, `Ticket,Cents\n${lines.join('\n')}\n`);
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

test('a control is tested on a sample, and concluded', async ({ page, host }) => {
  await engagementWithTickets(page, host, 'Controls Test');
  await goTo(page, 'Procedures');
  await page.getByRole('link', { name: 'Attachments' }).click();
  await expect(page.getByRole('heading', { name: 'No attachment yet' })).toBeVisible();
  await readable(page, 'no attachment');
  await page.getByRole('link', { name: 'Controls', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No control yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Add a control' }).click();
  const define = page.getByRole('form', { name: 'Add a control' });
  await define.getByLabel('Id', { exact: true }).fill('AC-1');
  await define.getByLabel('Title').fill('Access is approved, then granted');
  await define.getByLabel('Operates').selectOption('many a day');
  await readable(page, 'definition of a control');
  await define.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('AC-1: Access is approved, then granted');

  const design = page.getByRole('region', { name: 'Test of design' });
  await expect(page.getByRole('region', { name: 'Test of operation' })).toContainText(
    'Test the design first.',
  );
  await design.getByRole('button', { name: 'suitable', exact: true }).click();
  await design.getByLabel('What was done').fill('Walkthrough of T-01 with the owner');
  await design.getByRole('button', { name: 'Record the test of design' }).click();
  await expect(design).toContainText('Walkthrough of T-01 with the owner');

  await page.getByRole('button', { name: 'Draw a sample…' }).click();
  const form = page.getByRole('form', { name: 'Draw a sample' });
  await form.getByRole('button', { name: 'Draw the sample' }).click();
  await expect(form.getByRole('alert')).toContainText('Choose what to draw from.');
  await form.getByLabel('Population').selectOption('A query');
  await expect(form.getByRole('alert')).toHaveCount(0);
  await form.getByLabel('SELECT of the items').fill('SELECT * FROM raw.controls_test_tickets');
  await form.getByLabel('What it is for').fill('Approval before access');
  await expect(form).toContainText('40 rows in the population');
  await form.getByRole('checkbox', { name: 'ticket' }).check();
  // (C(36,n)/C(40,n) ≤ 0.1): 4 of 40 deviate at 10 %; n = 17 gives 23·22·21·20/(40·39·38·37) = 0.0969, n = 16 0.1163.
  await expect(form).toContainText('The plan needs 17 items.');
  await form.getByText('Customary sizes').click();
  await expect(form.getByRole('row', { name: /many a day/ })).toContainText('8.8');
  // A ladder of the engagement's own: 1 − 0.1^(1/17) = 12.67 %.
  await form.getByRole('button', { name: 'Write a ladder of your own…' }).click();
  const ladder = form.getByRole('group', { name: 'Ladder of sizes' });
  await ladder.getByLabel('Name of the ladder').fill('Audit manual 2025');
  await ladder.getByLabel('Operates').fill('per release');
  await ladder.getByLabel('Least').fill('17');
  await ladder.getByLabel('Most').fill('12');
  await ladder.getByRole('button', { name: 'Keep the ladder' }).click();
  await expect(ladder.getByRole('alert')).toContainText('Say where the sizes come from.');
  await ladder.getByLabel('Where the sizes come from').fill('Chapter 7; custom, not a standard');
  await ladder.getByRole('button', { name: 'Keep the ladder' }).click();
  await expect(ladder.getByRole('alert')).toContainText('the least no larger than the most');
  await ladder.getByLabel('Most').fill('20');
  await readable(page, 'a ladder of sizes');
  await ladder.getByRole('button', { name: 'Keep the ladder' }).click();
  await expect(form.getByRole('row', { name: /per release/ })).toContainText('12.67');
  await form.getByRole('button', { name: 'Take 17' }).last().click();
  await expect(form).toContainText('By Audit manual 2025, per release.');
  await form.getByLabel('Attribute', { exact: true }).fill('Approved by the owner');
  await form.getByLabel('Seed').fill('2024-Q4');
  await readable(page, 'plan of a sample');
  await form.getByRole('button', { name: 'Draw the sample' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('S1: Approval before access');
  const grid = page.getByRole('grid', { name: 'Items of the sample' });
  await expect(page.getByText('17 rows')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Sample', exact: true })).toContainText(
    'Audit manual 2025, per release: 17 to 20 items',
  );
  const evaluation = page.getByRole('region', { name: 'Evaluation' });
  await expect(evaluation).toContainText('17 items are not tested yet: nothing can be concluded.');
  await readable(page, 'sheet of a sample');

  // The items by hand: the 17 smallest digests of "SEED:KEY" (engine/workpapers/README.md).
  const keys = Array.from({ length: 40 }, (_, i) => `T-${String(i + 1).padStart(2, '0')}`);
  const rank = (key: string): string => createHash('sha256').update(`2024-Q4:${key}`).digest('hex');
  const drawn = keys.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, 17);
  await expect(grid.getByRole('gridcell', { name: drawn[0]!, exact: true }).first()).toBeVisible();

  // One item with a file, the others at once.
  const ticket = join(host.folder, 'ticket.png');
  await writeFile(ticket, 'a screenshot');
  await grid.getByRole('gridcell', { name: drawn[0]!, exact: true }).first().click();
  const detail = page.getByRole('complementary', { name: 'Detail' });
  await expect(detail).toContainText('Item 1 of 17');
  await detail.getByRole('button', { name: 'pass', exact: true }).click();
  await detail.getByLabel('Tick mark').selectOption('✓');
  await detail.locator('input[data-purpose="attach-files"]').setInputFiles(ticket);
  await expect(detail.getByRole('group', { name: 'Attached files' })).toContainText('ticket.png');
  await readable(page, 'an item');
  await detail.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(detail).toContainText('pass ✓');
  await page.keyboard.press('Escape');
  await page.getByLabel('Filter A: Approved by the owner').selectOption('');
  await page.getByRole('checkbox', { name: 'Select all rows that are shown' }).check();
  const selected = page.getByRole('region', { name: 'Selected items' });
  await selected.getByRole('button', { name: 'pass', exact: true }).click();
  await selected.getByRole('button', { name: 'Record', exact: true }).click();
  // At most 9.69 % of 40: 3 items.
  await expect(evaluation).toContainText('does not exceed the tolerable');
  await expect(evaluation.getByRole('link', { name: '0 of 17' }).first()).toBeVisible();
  await readable(page, 'an evaluated sample');

  const download = page.waitForEvent('download');
  await page.getByLabel('Export as').selectOption('csv');
  const sheet = await download;
  expect(sheet.suggestedFilename()).toBe('S1 Approval before access.csv');
  const lines = (await readFile((await sheet.path())!, 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(18);
  expect(lines[1]).toContain(`1,${drawn[0]},${rank(drawn[0]!)}`);

  await page.getByRole('link', { name: 'Controls', exact: true }).click();
  await page.getByRole('link', { name: 'AC-1' }).click();
  const operation = page.getByRole('region', { name: 'Test of operation' });
  await operation.getByRole('button', { name: 'operated', exact: true }).click();
  await operation.getByLabel('What was done').fill('17 of 40 tickets of the period');
  await operation.getByRole('checkbox', { name: /S1: Approval before access/ }).check();
  await operation.getByRole('button', { name: 'Record the test of operation' }).click();
  const cells = operation.getByRole('table', { name: 'S1: Approval before access' });
  await expect(cells.getByRole('row', { name: new RegExp(`^${drawn[0]}`) })).toContainText('✓ ✓');
  const conclusion = page.getByRole('region', { name: 'Conclusion' });
  await conclusion.getByRole('button', { name: 'no deviation' }).click();
  await conclusion.getByLabel('Reason').fill('No deviation in the sample');
  await conclusion.getByRole('button', { name: 'Conclude' }).click();
  await expect(conclusion).toContainText('No deviation in the sample');
  await readable(page, 'sheet of a control');
  await page.reload();
  await expect(conclusion).toContainText('No deviation in the sample');

  await page.getByRole('link', { name: 'Attachments' }).click();
  const files = page.getByRole('table', { name: 'Attachments' });
  await expect(files.getByRole('row', { name: /ticket\.png/ })).toContainText('S1');
  await page.getByRole('button', { name: 'Verify all' }).click();
  await expect(files.getByRole('row', { name: /ticket\.png/ })).toContainText('as attached');
  const copy = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a copy of ticket.png' }).click();
  expect(await readFile((await (await copy).path())!, 'utf8')).toBe('a screenshot');
  await readable(page, 'attachments');

  // Another result takes the conclusion away.
  await page.getByRole('link', { name: 'S1', exact: true }).click();
  await grid.getByRole('gridcell', { name: drawn[1]!, exact: true }).first().click();
  await detail.getByRole('button', { name: 'deviation', exact: true }).click();
  await detail.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(evaluation).toContainText('exceeds the tolerable');
  await page.getByRole('link', { name: 'AC-1' }).click();
  await expect(conclusion).toContainText('not yet');
});

test('a sample of selected findings, of a result, and of all that a procedure tested', async ({
  page,
  host,
}) => {
  await openSample(page, host);
  await goTo(page, 'Findings');
  await page.getByLabel('Filter Severity').selectOption('=high');
  await page.getByRole('checkbox', { name: 'Select Row 1', exact: true }).check();
  await page.getByRole('checkbox', { name: 'Select Row 2', exact: true }).check();
  await page
    .getByRole('region', { name: 'Selected findings' })
    .getByRole('button', { name: 'Draw a sample…' })
    .click();
  const form = page.getByRole('form', { name: 'Draw a sample' });
  await expect(form).toContainText('2 selected findings');
  await form.getByLabel('Another population').isVisible();
  await form.getByLabel('Method').selectOption('random');
  await form.getByLabel('Items to draw').fill('2');
  await form.getByLabel('What it is for').fill('Follow-up of high findings');
  await form.getByRole('button', { name: 'Draw the sample' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Follow-up of high findings');
  const grid = page.getByRole('grid', { name: 'Items of the sample' });
  await grid.locator('.grid-body .grid-cell').nth(1).click();
  await page.getByRole('button', { name: 'Open the finding' }).click();
  await expect(page.getByRole('region', { name: 'Source rows' })).toBeVisible();

  await page.evaluate(() => {
    window.location.hash = '#/procedures?procedure=exceptions.approved-independently';
  });
  await page.getByRole('button', { name: 'Sample of all that it tested…' }).click();
  await form.getByLabel('What it is for').fill('Exceptions');
  await form.getByLabel('Method').selectOption('stratified');
  await form.getByLabel('Column of the groups').selectOption('outcomes');
  await form.getByLabel('Items to draw').fill('5');
  await form.getByRole('button', { name: 'Draw the sample' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Exceptions');
  await expect(page.getByRole('region', { name: 'Sample', exact: true })).toContainText(
    'all that exceptions.approved-independently tested',
  );
});
