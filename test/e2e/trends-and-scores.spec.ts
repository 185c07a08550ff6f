import { readFile } from 'node:fs/promises';
import { type Page, expect } from '@playwright/test';
import { Host } from './support/host.ts';
import { readable } from './support/readable.ts';
import { test } from './support/test.ts';
import { ask, goTo, openSample, settle } from './support/window.ts';

/** What a door counts is what it opens: the first number of its text is the number of rows. */
async function follow(page: Page, region: string, row: RegExp, nth: number): Promise<void> {
  const figure = page.getByRole('region', { name: region }).getByRole('figure');
  await figure.getByText('As table').click();
  const door = figure.getByRole('row', { name: row }).getByRole('link').nth(nth);
  const [count = ''] = (await door.innerText()).split(' of ');
  await door.click();
  await expect(page.locator('.table-tools .count')).toHaveText(`${count} ${count === '1' ? 'row' : 'rows'}`);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
}

test('each run is set against the runs before it, and each snapshot against the people of its day', async ({
  page,
}) => {
  // The sample as it was made: what other journeys did with theirs would be further runs.
  const host = await Host.start();
  await openSample(page, host);
  await goTo(page, 'Overview');
  const findings = page.getByRole('region', { name: 'Findings' });
  const trails = page.getByRole('region', { name: 'Audit trails at the latest run' });
  await expect(findings).toContainText('One point so far (R-0001, ');
  await expect(trails).toContainText('One point so far (R-0001, ');
  await expect(trails.getByRole('row', { name: /Trails with a break/ })).toContainText('0 of 1');

  await goTo(page, 'Procedures');
  await page.getByRole('button', { name: /^Run all/ }).click();
  await expect(page.getByRole('status')).toContainText('procedures run', { timeout: 180_000 });
  await settle(page);
  await goTo(page, 'Overview');
  await expect(findings.getByRole('figure')).toBeVisible();
  await expect(trails.getByRole('figure')).toBeVisible();
  const completeness = page.getByRole('region', { name: 'Completeness' });
  await completeness.getByRole('button', { name: 'Compute the trend of completeness' }).click();
  await expect(completeness.getByRole('figure')).toBeVisible({ timeout: 120_000 });
  await completeness.getByText('As table').click();
  await expect(completeness.getByRole('figure').getByRole('row')).toHaveCount(13);
  await readable(page, 'trends of the tiles');

  await follow(page, 'Findings', /^R-0002, /, 0);
  await follow(page, 'Audit trails at the latest run', /^R-0001, /, 1);
  await page.close();
  await host.stop();
});

test('the rows of a statement are scored with a seed that is told, and exported in the order of the score', async ({
  page,
  host,
}) => {
  await openSample(page, host);
  await goTo(page, 'Query');
  await ask(
    page,
    "SELECT 'p' || range AS person, CASE WHEN range = 77 THEN 5000 ELSE range % 5 END AS uses FROM range(300) ORDER BY range",
  );
  await expect(page.locator('.table-tools .count')).toHaveText('300 rows');
  await page.getByRole('button', { name: 'Outliers' }).click();
  const outliers = page.getByRole('region', { name: 'Outliers' });
  const score = outliers.getByRole('button', { name: 'Score the rows' });
  await outliers.getByLabel('Seed').fill('seven');
  await expect(outliers.getByRole('alert')).toHaveText('Seed: a whole number, 0 – 4,294,967,295.');
  await expect(score).toBeDisabled();
  await outliers.getByLabel('Seed').fill('7');
  await score.click();
  await expect(outliers).toContainText('300 rows scored by uses, with seed 7, 100 trees of 256 rows each.');
  const grid = outliers.getByRole('grid', { name: 'Rows by score' });
  await expect(grid.locator('.grid-row').first()).toContainText('uses 100%p775000');
  await readable(page, 'outliers');

  const download = page.waitForEvent('download');
  await outliers.getByLabel('Export as').selectOption('csv');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^outliers.*\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(301);
  expect(lines[1]).toMatch(/^0\.\d+,uses 100%,p77,5000$/);

  // The row in full, with the score as it was computed.
  await grid.getByRole('gridcell', { name: 'p77', exact: true }).click();
  await expect(page.getByRole('complementary')).toContainText(/outlier_score\s*0\.\d{4,}/);
  await page.keyboard.press('Escape');

  await ask(page, "SELECT 'a' AS name");
  await expect(page.locator('.table-tools .count')).toHaveText('1 row');
  await page.getByRole('button', { name: 'Outliers' }).click();
  await score.click();
  await expect(outliers.getByRole('alert')).toContainText('no column of the result is numeric');
  await ask(page, 'SELECT 1 AS n WHERE false');
  await expect(page.locator('.grid-note')).toHaveText('The statement returned no rows.');
  await page.getByRole('button', { name: 'Outliers' }).click();
  await score.click();
  await expect(outliers).toContainText('There are no rows to score');
});

test('values that are written alike are found within a column and across tables', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Sources');
  await page.getByRole('searchbox', { name: 'Search all columns' }).fill('roster.csv');
  await page.getByRole('gridcell', { name: 'roster.csv' }).click();
  await page.getByRole('button', { name: 'Open the whole sheet' }).click();
  const fields = page.getByRole('region', { name: 'Field statistics' });
  await fields.getByRole('button', { name: 'Compute' }).click();
  await fields.getByRole('button', { name: 'department', exact: true }).click();
  await fields.getByRole('button', { name: 'Find pairs' }).click();
  await expect(fields).toContainText(/\d values, \d+ comparisons?\./);
  await fields.getByRole('button', { name: 'display_name', exact: true }).click();
  await fields.getByLabel('Values written alike').selectOption('accounts.account_id');
  await fields.getByRole('button', { name: 'Find pairs' }).click();
  await expect(fields).toContainText(/\d values against [\d,]+ values, [\d,]+ comparisons/);
  await fields.getByLabel('Values written alike').selectOption({ label: 'within this column' });
  await fields.getByLabel('Alike by at least').selectOption('0.8');
  await fields.getByRole('button', { name: 'Find pairs' }).click();
  const pairs = fields.getByRole('table', { name: 'Pairs of values that are written alike' });
  await expect(pairs.getByRole('row').nth(1)).toBeVisible();
  await readable(page, 'values written alike');
  const door = pairs.getByRole('row').nth(1).getByRole('link').first();
  const count = await door.innerText();
  await door.click();
  await expect(page.locator('.table-tools .count')).toHaveText(`${count} ${count === '1' ? 'row' : 'rows'}`);
});

test('the report of the package is read before anything is signed', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Package');
  const journal = await page.getByRole('link', { name: /^Journal: / }).innerText();
  const download = page.waitForEvent('download', { timeout: 180_000 });
  await page.getByRole('button', { name: 'Preview the report (PDF)' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^Preview of report Meridian Freight Systems .*\.pdf$/);
  const bytes = await readFile(await file.path());
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  const build = page.getByRole('region', { name: 'Build' });
  await expect(build).toContainText('A build puts in the same bytes, until something changes.');
  await readable(page, 'preview of the report');
  // Nothing was noted.
  expect(await page.getByRole('link', { name: /^Journal: / }).innerText()).toBe(journal);
});
