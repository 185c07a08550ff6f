import { expect, test } from './support/test.ts';
import { goTo, leftByFilters, openSample } from './support/window.ts';

test('findings are searched, sorted, grouped, opened down to the source row, and decided', async ({
  page,
  host,
}) => {
  await openSample(page, host);
  await goTo(page, 'Findings');
  const grid = page.getByRole('grid', { name: 'Findings' });
  const count = page.locator('.table-tools .count');
  await expect(count).toHaveText(/^[\d,]+ rows$/);
  const all = await count.innerText();

  await page.getByRole('searchbox', { name: 'Search all columns' }).fill('exc_787');
  await expect(count).toContainText('of');
  await expect(grid.getByRole('row').filter({ hasText: 'exc_787' })).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(count).toHaveText(all);

  await page.getByLabel('Filter Severity').selectOption('high');
  await expect(grid.locator('.grid-body .severity').first()).toHaveText('high');
  await expect(grid.locator('.grid-body .severity.medium')).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear filters' }).click();

  await page.getByRole('button', { name: 'Sort by Subject' }).click();
  await expect(grid.getByRole('columnheader').filter({ hasText: 'Subject' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await page.getByLabel('Group by').selectOption({ label: 'Group by: Severity' });
  const high = grid.getByRole('row', { name: /high \(/ });
  await expect(high.getByRole('gridcell')).toHaveAttribute('aria-expanded', 'false');
  // Its whole line, not only where its name stands.
  await high.click({ position: { x: 600, y: 12 } });
  await expect(high.getByRole('gridcell')).toHaveAttribute('aria-expanded', 'true');
  await page.getByLabel('Group by').selectOption({ label: 'Group by: no groups' });

  await page.getByRole('searchbox', { name: 'Search all columns' }).fill('exc_787');
  await grid.getByRole('gridcell', { name: 'exc_787', exact: true }).click();
  const detail = page.getByRole('complementary', { name: 'Detail' });
  await expect(detail.getByText('Criteria')).toBeVisible();
  const rows = detail.getByRole('region', { name: 'Source rows' });
  await expect(rows).toContainText('exceptions.json');
  await expect(rows).toContainText('record 1,569');
  await expect(rows).toContainText('exc_787');
  await detail.getByText('The SQL that found it').click();
  await expect(detail.getByLabel('SQL')).toContainText('SELECT');

  await detail.getByRole('combobox', { name: 'Disposition' }).selectOption('remove_access');
  await detail.getByRole('textbox', { name: 'Note' }).fill('Owner says it is not needed');
  await detail.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('status')).toHaveText('1 finding: remove access.');
  await expect(grid.getByRole('row').filter({ hasText: 'exc_787' })).toContainText('remove access');
  await expect(detail.getByRole('textbox', { name: 'Note' })).toHaveValue('Owner says it is not needed');

  // From the source row to the file and its hash.
  await rows.getByRole('button', { name: 'exceptions.json' }).click();
  await expect(detail.getByRole('heading', { level: 2 })).toContainText('exceptions.json');
  await expect(detail.getByRole('button', { name: /SHA-256 \w{6}…\w{6}/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(detail).toHaveCount(0);

  // Many at once.
  await page.getByRole('searchbox', { name: 'Search all columns' }).fill('exceptions.expired-removed');
  await expect(count).not.toHaveText(/^1 of/);
  await page.getByRole('checkbox', { name: 'Select all rows that are shown' }).check();
  const shown = await leftByFilters(page);
  await page.getByRole('combobox', { name: /Disposition of/ }).selectOption('document_as_exception');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('status')).toHaveText(`${shown} findings: document as exception.`);
});

test('an address leads back to where it was taken', async ({ page, host }) => {
  await openSample(page, host);
  await page.evaluate(() => {
    window.location.hash = '#/findings?severity=%3Dhigh';
  });
  await expect(page.locator('.grid-body .severity.high').first()).toBeVisible();
  await page.reload();
  await expect(page.locator('.grid-body .severity.high').first()).toBeVisible();
  await expect(page.locator('.grid-body .severity.medium')).toHaveCount(0);
});

test('a person: what is held, and what explains it', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'People & resources');
  await page.getByLabel('Filter email').fill('sarah.chen');
  await page.getByRole('gridcell', { name: 'sarah.chen@company.com' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('sarah.chen@company.com');
  const held = page.getByRole('region', { name: 'Access held, and what explains it' });
  await expect(held.getByRole('row', { name: /profile:sales-engineer/ })).toContainText(
    'Sales Engineer Access',
  );
  await expect(page.getByRole('region', { name: 'Exceptions' })).toContainText('exc_789');
});

test('reports read as they are printed', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Reports');
  const sheet = page.getByRole('article');
  await expect(sheet.getByRole('row', { name: /Total Users/ })).toContainText('847');
  await expect(sheet.getByRole('row', { name: /Covered by policy/ })).toContainText('11,789 (95.2%)');
  await page.getByLabel('As of').fill('2024-13-01');
  await expect(page.getByText('2024-13-01 is no day of the calendar')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Compute' })).toBeDisabled();
});
