import { expect, test } from './support/test.ts';
import { Host } from './support/host.ts';
import { goTo, leftByFilters, newEngagement, openSample, openWindow } from './support/window.ts';

test('what the filters leave out of a selection is not decided on', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Findings');
  const grid = page.getByRole('grid', { name: 'Findings' });
  const count = page.locator('.table-tools .count');
  const selected = page.getByRole('region', { name: 'Selected findings' });
  const all = page.getByRole('checkbox', { name: 'Select all rows that are shown' });

  await page.getByLabel('Filter Severity').selectOption('critical');
  const critical = await leftByFilters(page);
  await all.check();
  await page.getByRole('checkbox', { name: 'Select Row 1', exact: true }).uncheck();
  await expect(count).toContainText(`${critical - 1} selected`);

  // Another filter: those that are selected are out of sight, and nothing can be done to them.
  await page.getByLabel('Filter Severity').selectOption('high');
  await expect(selected).toContainText(`The filters leave out ${critical - 1} of ${critical - 1} selected`);
  await expect(selected.getByRole('button', { name: 'Apply' })).toHaveCount(0);
  await expect(all).not.toBeChecked();

  // One more is chosen here: the decision is about that one, and the others stay selected.
  await page.getByRole('checkbox', { name: 'Select Row 1', exact: true }).check();
  await expect(selected).toContainText(`The filters leave out ${critical - 1} of ${critical} selected`);
  await selected.getByRole('combobox', { name: 'Disposition of 1 selected' }).selectOption('accepted_risk');
  await selected.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('status')).toContainText('1 finding: accepted risk.');
  await page.getByLabel('Filter Severity').selectOption('critical');
  await expect(count).toContainText(`${critical - 1} selected`);
  await expect(grid.locator('.grid-body')).not.toContainText('accepted risk');
  await page.getByRole('button', { name: 'Take back the last decision' }).click();
  await expect(page.getByRole('status')).toContainText('the decision before is in force again');

  await page.getByLabel('Filter Severity').selectOption('high');
  await selected.getByRole('button', { name: 'Unselect what is not shown' }).click();
  await expect(selected).toHaveCount(0);
});

test('saved views and the theme are there in the next window, whatever its address', async ({ page }) => {
  const first = await Host.start();
  await newEngagement(page, first, 'Kept Views Test');
  await goTo(page, 'Findings');
  await page.getByLabel('Filter Severity').selectOption('high');
  await page.getByRole('button', { name: 'Save view…' }).click();
  await page.getByLabel('Name of the view').fill('High ones');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByLabel('Saved views')).toHaveValue('High ones');
  await page.getByLabel('Appearance').selectOption('dark');
  const before = new URL(page.url()).origin;
  await expect.poll(() => first.settings()).toContain('High ones');
  await expect.poll(() => first.settings()).toContain('dark');
  await page.goto('about:blank');

  const next = await first.again();
  await openWindow(page, next);
  await page.getByRole('button', { name: 'Kept Views Test', exact: true }).click();
  await expect(page.locator('.top-bar .client')).toHaveText('Kept Views Test');
  expect(new URL(page.url()).origin).not.toBe(before);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await goTo(page, 'Findings');
  await page.getByLabel('Saved views').selectOption('High ones');
  await expect(page.getByLabel('Filter Severity')).toHaveValue('=high');
  await page.goto('about:blank');
  await next.stop();
});
