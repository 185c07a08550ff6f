import { expect, test } from './support/test.ts';
import { goTo, openWindow, settle } from './support/window.ts';

test('the sample in one click, from the four questions to a decision', async ({ page, host }) => {
  await openWindow(page, host);
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByRole('button', { name: 'Open the sample engagement' }).click();
  const status = page.getByRole('contentinfo', { name: 'Status' });
  await expect(status.getByRole('progressbar')).toBeVisible();
  await expect(page.locator('.top-bar')).toContainText('2024-11-01 – 2024-11-30', { timeout: 180_000 });
  await settle(page);

  // The stated truth of the sample: 847 people, 12,384 grants of people.
  const questions = page.getByRole('table', { name: 'The four questions' });
  await expect(questions.getByRole('row', { name: /Who should have access/ })).toContainText('847 people');
  await expect(questions.getByRole('row', { name: /Who has access/ })).toContainText('12,384 grants');
  await expect(questions.getByRole('row', { name: /Does it match/ })).toContainText('of 12,384 grants');
  await expect(questions.getByRole('row', { name: /Can it be proven/ })).toContainText('1 audit trail');

  // A number is a door: the grants covered by policy are as many rows as the number says.
  const coverage = page.getByRole('region', { name: 'Coverage' });
  await expect(coverage.getByRole('row', { name: /Covered by policy/ })).toContainText('95.2');
  await coverage
    .getByRole('row', { name: /Covered by policy/ })
    .getByRole('link')
    .click();
  await expect(page.locator('.table-tools .count')).toHaveText('11,789 rows');

  await goTo(page, 'Integrity');
  const chain = page.getByRole('region', { name: 'audit-trail' });
  await expect(chain.getByRole('heading', { level: 2 })).toContainText('not proven');
  await expect(chain.getByRole('img')).toHaveAccessibleName(
    /^audit-trail: \d+,\d{3} events in order, 0 breaks$/,
  );
  await expect(chain.getByText('That the last event is the last one')).toBeVisible();

  // The other journeys go on from here, each host with a copy of its own.
  await page.getByRole('button', { name: 'Close engagement' }).click();
  await expect(page.getByRole('button', { name: 'Open the sample engagement' })).toBeEnabled();
  await host.keep();
});
