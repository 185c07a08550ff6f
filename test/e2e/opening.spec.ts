import { expect, test } from './support/test.ts';
import { goTo, openSample } from './support/window.ts';

test('an address of a place opens that place: the wait is told of only when there is one', async ({
  page,
  host,
}) => {
  await openSample(page, host);
  await goTo(page, 'Findings');
  // The engine’s first answer is held back, as if it were busy.
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/call', async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  const waiting = page.locator('main.start[aria-busy="true"]');
  // Nothing of another page is seen within the first 150 ms.
  await expect(waiting).toHaveCSS('animation-name', 'appear');
  await expect(waiting).toHaveCSS('animation-delay', '0.15s');
  await expect(waiting).toHaveCSS('animation-fill-mode', 'both');
  await expect(waiting.getByText('Starting the engine…')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'New engagement' })).toHaveCount(0);
  release();
  await expect(page.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible();
  await expect(waiting).toHaveCount(0);
  await page.unroute('**/call');
});
