import { type Page, expect } from '@playwright/test';
import { barriers } from './support/barriers.ts';
import { test } from './support/test.ts';
import { goTo, openSample, openWindow } from './support/window.ts';

const PLACES = [
  'Overview',
  'Sources',
  'Integrity',
  'Procedures',
  'Findings',
  'People & resources',
  'Query',
  'Reports',
  'Package',
];

async function quiet(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 120_000 });
  await expect(page.locator('.status-line progress')).toHaveCount(0, { timeout: 120_000 });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing keeps anybody out, ${colorScheme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openSample(page, host);
    for (const place of PLACES) {
      await goTo(page, place);
      await quiet(page);
      expect(await barriers(page), place).toEqual([]);
    }
    await goTo(page, 'Findings');
    await page.locator('.grid-body .grid-cell').nth(2).click();
    await expect(page.getByRole('region', { name: 'Source rows' })).toBeVisible();
    expect(await barriers(page), 'detail of a finding').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: 'Select Row 1', exact: true }).check();
    const selected = page.getByRole('region', { name: 'Selected findings' });
    for (const work of ['Conclusion', 'Response', 'Note or tick mark']) {
      await selected.getByRole('button', { name: work, exact: true }).click();
      expect(await barriers(page), work).toEqual([]);
    }
    await page.getByRole('checkbox', { name: 'Select Row 1', exact: true }).uncheck();
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await expect(page.getByRole('menuitemcheckbox', { name: 'Summary' })).toBeVisible();
    expect(await barriers(page), 'a menu').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByLabel('Group by').selectOption({ label: 'Group by: Severity' });
    await page.getByRole('gridcell', { name: /^high \(/ }).click();
    await expect(page.getByRole('gridcell', { expanded: true })).toHaveCount(1);
    expect(await barriers(page), 'groups').toEqual([]);
    await page.getByLabel('Group by').selectOption({ label: 'Group by: no groups' });
    for (const [key, name] of [
      ['ControlOrMeta+k', 'Go to or do'],
      ['?', 'Keyboard shortcuts'],
    ] as const) {
      await page.locator('#main').focus();
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog', { name })).toBeVisible();
      expect(await barriers(page), name).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'About' }).click();
    await expect(page.getByRole('dialog', { name: 'About Tickmark' })).toBeVisible();
    expect(await barriers(page), 'about').toEqual([]);
    await page.keyboard.press('Escape');
    for (const view of ['sod', 'peers', 'hours', 'world']) {
      await page.evaluate((part) => {
        window.location.hash = `#/people?view=${part}`;
      }, view);
      await expect(page.getByRole('figure')).toBeVisible();
      await page.getByRole('figure').getByText('As table').click();
      expect(await barriers(page), view).toEqual([]);
    }
    await goTo(page, 'Query');
    await page.evaluate(() => {
      window.location.hash = `#/query?sql=${encodeURIComponent("SELECT NULL AS a, '' AS b, 1 AS c")}`;
    });
    await expect(page.getByRole('grid', { name: 'Result' })).toContainText('∅');
    expect(await barriers(page), 'a result').toEqual([]);
    await page.getByRole('button', { name: 'Chart', exact: true }).click();
    await expect(page.getByRole('figure')).toBeVisible();
    expect(await barriers(page), 'a chart').toEqual([]);
    await page.getByRole('button', { name: 'Explain' }).click();
    await expect(page.getByRole('region', { name: /^How the database/ })).toBeVisible();
    expect(await barriers(page), 'a plan').toEqual([]);
    await page.getByRole('button', { name: 'Close engagement' }).click();
    await openWindow(page, host);
    expect(await barriers(page), 'start').toEqual([]);
  });
}

test('the high-contrast theme, at 200 % zoom', async ({ page, host }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await openSample(page, host);
  await page.getByLabel('Appearance').selectOption('contrast');
  for (const place of ['Overview', 'Findings']) {
    await goTo(page, place);
    await quiet(page);
    expect(await barriers(page), place).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, place).toBeLessThanOrEqual(0);
  }
  await page.getByLabel('Appearance').selectOption('system');
});
