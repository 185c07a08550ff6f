import { expect } from '@playwright/test';
import { join } from 'node:path';
import { makeKey, PASSPHRASE } from './support/keys.ts';
import { readable } from './support/readable.ts';
import { test } from './support/test.ts';
import { goTo, openSample, settle } from './support/window.ts';

// Named to run last: it locks the sample that the other journeys of a worker share.
test('deadlines, lock with the countersigned package, and an addendum', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Package');
  await makeKey(page, 'first-preparer');
  await makeKey(page, 'second-reviewer');

  const signoff = page.getByRole('region', { name: 'Sign-off' });
  await signoff.getByLabel('Day of the report', { exact: true }).fill('2024-12-10');
  await signoff.getByRole('button', { name: 'Set deadlines' }).click();
  // ISA 230: sixty days after 10 December 2024.
  await expect(signoff.getByRole('list', { name: 'Deadlines' })).toContainText('2025-02-08');

  const build = page.getByRole('region', { name: 'Build' });
  await build.getByLabel('Key').selectOption('first-preparer');
  await build.getByLabel('Passphrase').fill(PASSPHRASE);
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  const built = page.getByRole('region', { name: 'Package', exact: true });
  await expect(built).toContainText('EV-', { timeout: 180_000 });
  await settle(page);
  const download = page.waitForEvent('download');
  await built.getByRole('button', { name: 'Save a copy' }).click();
  const prepared = join(host.folder, 'prepared.zip');
  await (await download).saveAs(prepared);

  const lock = page.getByRole('form', { name: 'Lock' });
  await expect(lock.getByRole('button', { name: 'Lock the engagement' })).toBeDisabled();

  const sign = page.getByRole('region', { name: 'Sign as reviewer' });
  await sign.locator('input[data-purpose="package-open"]').setInputFiles(prepared);
  await expect(sign).toContainText('prepared.zip');
  await sign.getByLabel('Key').selectOption('second-reviewer');
  await sign.getByLabel('Passphrase').fill(PASSPHRASE);
  await sign.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText('Sign the package: Signed.', { timeout: 120_000 });

  // Numbered where an earlier journey of the worker wrote one of that name.
  await expect(lock).toContainText(/reviewed( \d+)?\.zip/);
  await lock.getByLabel('I understand that this cannot be undone').check();
  await lock.getByRole('button', { name: 'Lock the engagement' }).click();
  await expect(signoff).toContainText('only addenda are possible', { timeout: 60_000 });
  await expect(page.locator('.top-bar')).toContainText('Signed off: addenda only');

  const addendum = page.getByRole('form', { name: 'New addendum' });
  await addendum.getByLabel('Why').fill('Letter of the client');
  await addendum.getByLabel('What is added').fill('The client confirmed the list of leavers.');
  await addendum.getByRole('button', { name: 'Add', exact: true }).click();
  const addenda = page.getByRole('region', { name: 'Addenda' });
  await expect(addenda.getByRole('listitem').first()).toContainText('Letter of the client');
  await expect(addenda).toContainText('The client confirmed the list of leavers.');
  await readable(page, 'signed off, with an addendum');

  await goTo(page, 'Findings');
  await page.locator('.grid-body .grid-cell').nth(2).click();
  await expect(page.getByText('dispositions can no longer change')).toBeVisible();
});
