import { type Page, expect } from '@playwright/test';
import { test } from './support/test.ts';
import { leftByFilters, openSample } from './support/window.ts';

/** Presses Tab until the focus is on what is named; fails when it cannot be reached. */
async function tabTo(
  page: Page,
  name: string | RegExp,
  role: Parameters<Page['getByRole']>[0],
): Promise<void> {
  const target = page.getByRole(role, { name }).first();
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${String(name)}`);
}

test('from the rail to a decision without a mouse', async ({ page, host }) => {
  await openSample(page, host);
  await page.evaluate(() => {
    window.location.hash = '';
  });
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the main pane' })).toBeFocused();
  await tabTo(page, 'Findings', 'link');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible();

  const grid = page.getByRole('grid', { name: 'Findings' });
  await expect(grid.locator('.grid-body .grid-row').first()).toBeVisible();
  await tabTo(page, 'Findings', 'grid');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search all columns' })).toBeFocused();
  await page.keyboard.type('policy.access-matches');
  expect(await leftByFilters(page)).toBeGreaterThan(1);
  await tabTo(page, 'Findings', 'grid');

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const active = await grid.getAttribute('aria-activedescendant');
  await expect(page.locator(`[id="${active}"]`)).toHaveClass(/active-cell/);
  await page.keyboard.press(' ');
  await expect(page.getByText('Disposition of 1 selected')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('complementary', { name: 'Detail' });
  await expect(detail.getByRole('heading', { level: 2 })).toBeFocused();
  await tabTo(page, 'Disposition', 'combobox');
  await page.keyboard.press('Escape');
  await expect(detail).toHaveCount(0);
  await expect(grid).toBeFocused();
});

test('Tab leaves the SQL editor', async ({ page, host }) => {
  await openSample(page, host);
  await page.evaluate(() => {
    window.location.hash = '#/query';
  });
  await page.getByRole('textbox', { name: 'SQL statement' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: /^Run/ })).toBeFocused();
});
