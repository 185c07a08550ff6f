import { expect, test } from './support/test.ts';
import { ask, goTo, openSample } from './support/window.ts';

test.beforeEach(async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Query');
});

test('writes are refused with a sentence, and nothing is written', async ({ page }) => {
  for (const sql of [
    'DELETE FROM grants',
    "COPY grants TO 'sources/out.csv'",
    'CREATE TABLE mine AS SELECT 1',
    'SELECT 1; DROP TABLE grants',
    "SELECT * FROM read_csv('/etc/passwd')",
  ]) {
    await ask(page, sql);
    const error = page.getByRole('alert');
    await expect(error).toContainText(/SQL_(FORBIDDEN|INVALID)/);
    await expect(error.locator('p').first()).toHaveText(/^.{12,}\S$/);
  }
  await ask(page, 'SELECT count(*) AS n FROM grants');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('grid', { name: 'Result' }).getByRole('gridcell')).not.toHaveText('0');
});

test('100,000 rows page and scroll, are ordered and filtered by the database', async ({ page }) => {
  await ask(page, "SELECT range AS n, 'row ' || range AS label FROM range(100000)");
  const grid = page.getByRole('grid', { name: 'Result' });
  const count = page.locator('.table-tools .count');
  await expect(count).toHaveText('100,000 rows');
  await expect(grid.getByRole('gridcell', { name: 'row 0', exact: true })).toBeVisible();
  await grid.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await expect(grid.getByRole('gridcell', { name: 'row 99999', exact: true })).toBeVisible();
  // Only what is on screen is in the document.
  expect(await grid.getByRole('row').count()).toBeLessThan(120);

  await page.getByRole('button', { name: 'Sort by n', exact: true }).click();
  await page.getByRole('button', { name: 'Sort by n', exact: true }).click();
  await expect(grid.locator('.grid-body').getByRole('gridcell').first()).toHaveText('99999');
  await page.getByLabel('Filter n', { exact: true }).fill('<3');
  await expect(count).toHaveText('3 of 100,000 rows');
  await expect(grid.locator('.grid-body').getByRole('row')).toContainText(['row 2', 'row 1', 'row 0']);
  await page.getByLabel('Filter label').fill("it's; none");
  await expect(grid).toContainText('No row passes the filters.');
});

test('every kind of value shows as what it is', async ({ page }) => {
  await ask(
    page,
    `SELECT 9007199254740993::BIGINT AS big, 1.10::DECIMAL(9,2) AS money, TRUE AS yes, DATE '2024-11-24' AS day,
      TIMESTAMPTZ '2024-11-24 14:05:23+00' AS seen, NULL AS nothing, '' AS blank, [1, 2] AS list`,
  );
  const cells = page.getByRole('grid', { name: 'Result' }).locator('.grid-body').getByRole('gridcell');
  // New York is five hours behind UTC in November; the browser of these tests is in Tokyo.
  await expect(cells).toHaveText([
    '9007199254740993',
    '1.10',
    'true',
    '2024-11-24',
    '2024-11-24 09:05:23 -05:00',
    '∅missing',
    '""empty text',
    '[1,2]',
  ]);
});

test('a long query is cancelled from the status bar', async ({ page }) => {
  await ask(page, 'SELECT 41 AS answer');
  await expect(page.getByRole('gridcell', { name: '41' })).toBeVisible();
  await ask(
    page,
    'SELECT count(*) FROM range(3000000) AS a, range(3000000) AS b WHERE a.range + b.range = 7',
  );
  await page.getByRole('button', { name: 'Cancel: Query' }).click();
  await expect(page.getByRole('status')).toHaveText('Query: Cancelled; nothing was kept.');
  // The rows below are not of what was just asked: that is said.
  await expect(page.getByText('What follows is of an earlier statement')).toBeVisible();
  await ask(page, 'SELECT 42 AS answer');
  await expect(page.getByRole('gridcell', { name: '42' })).toBeVisible();
  await expect(page.getByText('What follows is of an earlier statement')).toHaveCount(0);
});

test('the editor completes names from the schema', async ({ page }) => {
  const editor = page.getByRole('textbox', { name: 'SQL statement' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('SELECT * FROM identi', { delay: 30 });
  await expect(page.getByRole('option', { name: 'identities' })).toBeVisible();
});

test('a result is exported whole', async ({ page }) => {
  await ask(page, 'SELECT range AS n FROM range(1234)');
  await expect(page.locator('.table-tools .count')).toHaveText('1,234 rows');
  const download = page.waitForEvent('download');
  await page.getByLabel('Export as').selectOption('csv');
  const file = await (await download).createReadStream();
  let text = '';
  for await (const chunk of file) text += String(chunk);
  expect(text.trimEnd().split(/\r?\n/)).toHaveLength(1235);
});

test('a chart of the result: drawn by the database, with a table whose figures lead to the rows', async ({
  page,
}) => {
  // x and y are there four times, z three times; the sums are 4 × 0, 4 × 1 and 3 × 2.
  await ask(page, "SELECT ['x', 'y', 'z'][1 + range % 3] AS name, (range % 3)::INTEGER AS n FROM range(11)");
  await page.getByRole('button', { name: 'Chart', exact: true }).click();
  const figure = page.getByRole('figure');
  await expect(figure.locator('svg')).toHaveAccessibleName('sum of n by name');
  await figure.getByText('As table').click();
  const rows = figure.getByRole('table').getByRole('row');
  await expect(rows).toHaveText(['namesum of n', 'z6', 'y4', 'x0']);
  const form = page.getByRole('form', { name: 'Chart of the result' });
  await form.getByLabel('Figure').selectOption('count');
  await expect(figure.locator('svg')).toHaveAccessibleName('rows by name');
  await figure.getByText('As table').click();
  await expect(rows.first()).toHaveText('namerows');
  await rows.nth(1).getByRole('link').click();
  await expect(page.locator('.table-tools .count')).toHaveText('4 rows');
});

test('a chart over time keeps to the zone of the engagement, and follows the filters of the rows', async ({
  page,
}) => {
  // 03:00 UTC is the evening before in New York.
  await ask(
    page,
    "SELECT TIMESTAMPTZ '2024-11-24 03:00:00Z' + to_hours(range * 24) AS at, range AS n FROM range(3)",
  );
  await page.getByLabel('Filter n', { exact: true }).fill('>0');
  await expect(page.locator('.table-tools .count')).toHaveText('2 of 3 rows');
  await page.getByRole('button', { name: 'Chart', exact: true }).click();
  const figure = page.getByRole('figure');
  await figure.getByText('As table').click();
  await expect(figure.getByRole('table').getByRole('row')).toHaveText([
    'at, America/New_Yorksum of n',
    '2024-11-241',
    '2024-11-252',
  ]);
  await page.getByRole('form', { name: 'Chart of the result' }).getByLabel('Kind').selectOption('scatter');
  await expect(figure.locator('svg')).toHaveAccessibleName('n against at');
});

test('the plan of a statement is drawn, and nothing is carried out', async ({ page }) => {
  const editor = page.getByRole('textbox', { name: 'SQL statement' });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(
    'SELECT count(*) FROM range(9000000) a, range(9000000) b WHERE a.range <> b.range',
  );
  await page.getByRole('button', { name: 'Explain' }).click();
  await expect(page.getByRole('region', { name: /^How the database/ })).toContainText('JOIN');
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText("COPY grants TO 'x.csv'");
  await page.getByRole('button', { name: 'Explain' }).click();
  await expect(page.getByRole('alert')).toContainText('SQL_FORBIDDEN');
});

test('more than a million rows scroll in parts, to the last one', async ({ page }) => {
  await ask(page, 'SELECT range AS n FROM range(2500000)');
  await expect(page.locator('.table-tools .count')).toHaveText('2,500,000 rows');
  const grid = page.getByRole('grid', { name: 'Result' });
  const toEnd = (): Promise<void> =>
    grid.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
  await toEnd();
  await expect(grid.getByRole('gridcell', { name: '999999', exact: true })).toBeVisible();
  await page.getByLabel('Rows that are shown').selectOption({ label: 'Rows 2,000,001 – 2,500,000' });
  await toEnd();
  await expect(grid.getByRole('gridcell', { name: '2499999', exact: true })).toBeVisible();
});
