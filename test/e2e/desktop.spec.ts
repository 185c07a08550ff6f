import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Desktop } from './support/desktop.ts';
import { makeKey, PASSPHRASE } from './support/keys.ts';
import { readable } from './support/readable.ts';
import { expect, test } from './support/test.ts';
import { goTo, settle } from './support/window.ts';

test.describe.configure({ mode: 'serial' });

test('a passphrase is remembered by the desktop where the user wishes it, and forgotten there', async ({
  page,
  host,
}) => {
  const desktop = await Desktop.start(host.folder);
  await desktop.show(page);
  desktop.answer({ save: { canceled: false, filePath: join(host.folder, 'Desktop engagement') } });
  await page.getByLabel('Client', { exact: true }).fill('Desktop AG');
  await page.getByLabel('Period from').fill('2024-07-01');
  await page.getByLabel('to', { exact: true }).fill('2024-12-31');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await goTo(page, 'Procedures');
  await page.getByRole('button', { name: 'Run all' }).click();
  await expect(page.getByRole('status')).toContainText('Run all', { timeout: 120_000 });
  await settle(page);
  await goTo(page, 'Package');
  await makeKey(page, 'desk-key');

  const build = page.getByRole('region', { name: 'Build' });
  await build.getByLabel('Key').selectOption('desk-key');
  const remember = build.getByLabel(/^Remember the passphrase on this computer/);

  // One that is wrong is not remembered, whatever was ticked.
  desktop.answer({ save: { canceled: false, filePath: join(host.folder, 'wrong.zip') } });
  await build.getByLabel('Passphrase', { exact: true }).fill('not the passphrase');
  await remember.check();
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  await expect(build).toContainText('KEY_PASSPHRASE');
  await expect(build.getByText('remembered on this computer', { exact: true })).toHaveCount(0);

  desktop.answer({ save: { canceled: false, filePath: join(host.folder, 'first.zip') } });
  await build.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await remember.check();
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  await expect(page.getByRole('region', { name: 'Package', exact: true })).toContainText('EV-', {
    timeout: 120_000,
  });
  await expect(build.getByText('remembered on this computer', { exact: true })).toBeVisible();
  await expect(build.getByLabel('Passphrase', { exact: true })).toHaveCount(0);
  await readable(page, 'a remembered passphrase');

  // Signed again with nothing typed; what the program keeps is no passphrase.
  desktop.answer({ save: { canceled: false, filePath: join(host.folder, 'second.zip') } });
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  await expect(page.getByRole('region', { name: 'Package', exact: true })).toContainText('second.zip', {
    timeout: 120_000,
  });
  expect(await readFile(join(host.folder, 'config', 'passphrases.json'), 'utf8')).not.toContain(PASSPHRASE);
  expect(await page.content()).not.toContain(PASSPHRASE);

  await build.getByRole('button', { name: 'Forget the passphrase of desk-key' }).click();
  await expect(build.getByLabel('Passphrase', { exact: true })).toHaveValue('');
  await expect(remember).not.toBeChecked();
  expect(await readFile(join(host.folder, 'config', 'passphrases.json'), 'utf8')).toBe('{}\n');

  // Without a keyring it is said, and nothing is offered.
  desktop.answer({ keyring: { backend: 'basic_text', available: true, key: 1 } });
  await page.reload();
  await goTo(page, 'Package');
  await expect(page.getByRole('region', { name: 'Keys' })).toContainText('this computer has no keyring');
  await expect(remember).toHaveCount(0);
  await page.goto('about:blank');
  await desktop.quit();
});

test('what the desktop hands to the window: items of the menu, an engagement and a package', async ({
  page,
  host,
}) => {
  const desktop = await Desktop.start(host.folder);
  await desktop.show(page);
  await page.getByRole('button', { name: 'Desktop AG', exact: true }).click();
  await expect(page.locator('.top-bar .client')).toHaveText('Desktop AG');

  desktop.press('Help', 'Keyboard shortcuts');
  await expect(page.getByRole('dialog')).toContainText('Keyboard shortcuts');
  await page.keyboard.press('Escape');

  desktop.openFile(join(host.folder, 'second.zip'));
  const verify = page.getByRole('dialog', { name: 'Verify a package' });
  await expect(verify).toContainText('second.zip');
  await verify.getByRole('button', { name: /^Verify/ }).click();
  await expect(verify).toContainText('The package is valid', { timeout: 120_000 });
  await readable(page, 'a package handed over');
  await page.keyboard.press('Escape');

  desktop.openFile(join(host.folder, 'Desktop engagement'));
  const open = page.getByRole('dialog', { name: 'Open an engagement' });
  await expect(open).toContainText('Desktop AG');
  await readable(page, 'an engagement handed over');
  await open.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('.top-bar .client')).toHaveText('Desktop AG');

  desktop.press('File', 'Close engagement');
  await expect(page.locator('.new-engagement')).toBeVisible();
  await page.goto('about:blank');
  await desktop.quit();
});
