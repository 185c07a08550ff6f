import { expect, test } from './support/test.ts';
import { openSample, openWindow, settle, goTo } from './support/window.ts';

test('making the sample is cancelled, and nothing is left open', async ({ page, host }) => {
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByRole('button', { name: 'Open the sample engagement' }).click();
  await page.getByRole('button', { name: 'Cancel: Make the sample engagement' }).click();
  await expect(page.getByRole('status')).toHaveText(
    'Make the sample engagement: Cancelled; no engagement was made.',
    { timeout: 120_000 },
  );
  await expect(page.getByRole('button', { name: 'Open the sample engagement' })).toBeEnabled();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a run is cancelled; the results before it stay', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Procedures');
  const table = page.getByRole('table', { name: 'Procedures' });
  const before = await table.innerText();
  expect(before).toContain('completed');
  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel: Run all procedures' }).click();
  await expect(page.getByRole('status')).toContainText('Run all procedures: Cancelled', { timeout: 120_000 });
  await settle(page);
  await expect(table).toContainText('completed');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('one procedure is run with a parameter of one’s own', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Procedures');
  await page
    .getByRole('button', { name: /accounts are in use/ })
    .first()
    .click();
  const form = page.getByRole('form', { name: 'Parameters' });
  await form.getByLabel(/dormant days/).fill('no number');
  await form.getByRole('button', { name: 'Run with these values' }).click();
  await expect(form.getByRole('alert')).toContainText('PARAMETER_INVALID');
});
