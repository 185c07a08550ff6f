import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';
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

/** What is grave enough to keep somebody out. */
async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
    );
}

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
    await goTo(page, 'Query');
    await page.evaluate(() => {
      window.location.hash = `#/query?sql=${encodeURIComponent("SELECT NULL AS a, '' AS b, 1 AS c")}`;
    });
    await expect(page.getByRole('grid', { name: 'Result' })).toContainText('∅');
    expect(await barriers(page), 'a result').toEqual([]);
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
