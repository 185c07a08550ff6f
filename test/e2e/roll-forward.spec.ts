import { barriers } from './support/barriers.ts';
import { expect, test } from './support/test.ts';
import { goTo, openSample, SAMPLE_CLIENT, settle } from './support/window.ts';

/** Another name than the sample's: other journeys know the sample by its name. */
const NEXT_CLIENT = 'Meridian Freight Group';

test('a SELECT becomes a procedure, runs, and goes on into the next period', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Query');
  await page.getByRole('textbox', { name: 'SQL statement' }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(
    "SELECT DISTINCT account_id, system FROM accounts WHERE is_admin AND status = 'enabled'",
  );
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('grid', { name: 'Result' })).toBeVisible();
  const admins = Number((await page.locator('.table-tools .count').innerText()).replace(/\D/g, ''));
  expect(admins).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Save as procedure…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as procedure' });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('State what is expected.');
  await dialog.getByLabel('Expected state').fill('Nobody is an administrator');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Choose the column that names the subject.');
  await dialog.getByLabel('Column that names the subject').selectOption('account_id');
  await dialog.getByLabel('Text of a finding').fill('{account_id} is an administrator of {system}');
  await dialog.getByLabel('system', { exact: true }).check();
  await dialog.getByLabel('How many were looked at').fill('SELECT count(DISTINCT account_id) FROM accounts');
  await dialog.getByLabel('Requirements that it serves').fill('iso27001:A.8.2');
  expect(await barriers(page), 'dialog of an own procedure').toEqual([]);
  await dialog.getByRole('button', { name: 'Check' }).click();
  await expect(dialog.getByRole('status')).toContainText('It can be saved.');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();

  const inspector = page.getByRole('complementary', { name: 'Detail' });
  await expect(inspector.getByRole('heading', { level: 2 })).toHaveText('Nobody is an administrator');
  await inspector.getByRole('button', { name: 'Run', exact: true }).click();
  await settle(page);
  await expect(inspector).toContainText(' of ');
  await inspector.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('row', { name: /own\.nobody-is-an-administrator/ })).toBeVisible();

  // The next period takes over from the sample, under another name.
  await page.getByRole('button', { name: 'Close engagement' }).click();
  await page
    .getByRole('button', { name: new RegExp(`^Roll forward ${SAMPLE_CLIENT}`) })
    .first()
    .click();
  const form = page.getByRole('dialog', { name: `Roll forward: ${SAMPLE_CLIENT}` });
  await form.getByLabel('Client').fill(NEXT_CLIENT);
  expect(await barriers(page), 'dialog of a roll-forward').toEqual([]);
  await form.getByRole('button', { name: 'Make the next engagement' }).click();
  await expect(page.locator('.top-bar .client')).toHaveText(NEXT_CLIENT, { timeout: 180_000 });
  await settle(page);

  await goTo(page, 'Procedures');
  await expect(page.getByRole('row', { name: /own\.nobody-is-an-administrator/ })).toBeVisible();
  await goTo(page, 'Findings');
  const since = page.getByRole('region', { name: 'Against the last period' });
  expect(await barriers(page), 'findings against the last period').toEqual([]);
  await expect(since).toContainText('0 new');
  // Nothing was run yet: nothing is resolved, and every test says so.
  await expect(since).toContainText('0 resolved');
  await since.getByRole('button', { name: /procedures not compared$/ }).click();
  await expect(page.getByRole('dialog')).toContainText('Not run in this period yet');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Close engagement' }).click();

  // The sample is as it was, and its own procedure can be taken back.
  await page.getByRole('button', { name: SAMPLE_CLIENT, exact: true }).first().click();
  await expect(page.locator('.top-bar .client')).toHaveText(SAMPLE_CLIENT);
  await goTo(page, 'Procedures');
  await page.getByRole('button', { name: 'Nobody is an administrator', exact: true }).click();
  await inspector.getByRole('button', { name: 'Remove', exact: true }).click();
  await inspector.getByRole('button', { name: /^Remove: its findings leave/ }).click();
  await expect(page.getByRole('row', { name: /own\.nobody-is-an-administrator/ })).toHaveCount(0);
});
