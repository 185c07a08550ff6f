import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openKeyForm, PASSPHRASE } from './support/keys.ts';
import { expect, test } from './support/test.ts';
import { goTo, openSample, openWindow, settle } from './support/window.ts';

test('build, verify, tamper, sign as reviewer', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Package');
  const newKey = async (name: string): Promise<void> => {
    const { keys, form } = await openKeyForm(page);
    await form.getByLabel('Name').fill(name);
    await form.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
    await form.getByLabel('Passphrase again').fill('correct horse');
    await form.getByRole('button', { name: 'Create key' }).click();
    await expect(keys.getByRole('alert')).toHaveText('The two passphrases differ.');
    await form.getByLabel('Passphrase again').fill('correct horse battery');
    await form.getByRole('button', { name: 'Create key' }).click();
    await expect(keys.getByRole('row', { name: new RegExp(name) })).toBeVisible();
  };
  await newKey('preparer-one');
  await newKey('reviewer-two');

  const build = page.getByRole('region', { name: 'Build' });
  await build.getByLabel('Key').selectOption('preparer-one');
  await build.getByLabel('Passphrase').fill('not the passphrase');
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  await expect(build.getByRole('alert')).toContainText('KEY_PASSPHRASE');
  await build.getByLabel('Passphrase').fill('correct horse battery');
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  const built = page.getByRole('region', { name: 'Package', exact: true });
  await expect(built).toContainText('EV-', { timeout: 180_000 });
  await settle(page);

  const download = page.waitForEvent('download');
  await built.getByRole('button', { name: 'Save a copy' }).click();
  const genuine = join(host.folder, 'genuine.zip');
  await (await download).saveAs(genuine);

  const verify = page.getByRole('region', { name: 'Verify' }).first();
  await verify.getByRole('button', { name: 'Verify it' }).click();
  await expect(verify.getByRole('heading', { level: 3 })).toContainText('The package is valid', {
    timeout: 120_000,
  });

  // One byte in the middle of the file.
  const bytes = await readFile(genuine);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = bytes[middle]! ^ 1;
  const tampered = join(host.folder, 'tampered.zip');
  await writeFile(tampered, bytes);
  await verify.locator('input[data-purpose="package-open"]').setInputFiles(tampered);
  await expect(verify.getByRole('heading', { level: 3 })).toContainText('The package is invalid', {
    timeout: 120_000,
  });
  await expect(verify.locator('details[open]').first()).toContainText('✕');

  const sign = page.getByRole('region', { name: 'Sign as reviewer' });
  await sign.locator('input[data-purpose="package-open"]').setInputFiles(genuine);
  await expect(sign).toContainText('genuine.zip');
  await sign.getByLabel('Key').selectOption('reviewer-two');
  await sign.getByLabel('Passphrase').fill('correct horse battery');
  await sign.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText('Sign the package: Signed.', { timeout: 120_000 });
  await verify.getByRole('button', { name: 'Verify it' }).click();
  await expect(verify.getByRole('heading', { level: 3 })).toContainText('The package is valid', {
    timeout: 120_000,
  });
});

test('a key of Ed25519 is made knowingly, and builds a package whose report is not signed', async ({
  page,
  host,
}) => {
  await openSample(page, host);
  await goTo(page, 'Package');
  const { keys, form } = await openKeyForm(page);
  const cannot = 'PDF readers know no Ed25519';
  await expect(keys).not.toContainText(cannot);
  await form.getByLabel('Kind').selectOption({ label: 'Ed25519: signs packages, not the PDF report' });
  await expect(keys).toContainText(cannot);
  await form.getByLabel('Name').fill('edward');
  await form.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await form.getByLabel('Passphrase again').fill(PASSPHRASE);
  await form.getByRole('button', { name: 'Create key' }).click();
  await expect(keys.getByRole('row', { name: /edward/ })).toContainText('ed25519');

  const build = page.getByRole('region', { name: 'Build' });
  await build.getByLabel('Key').selectOption('edward');
  await expect(build).toContainText(cannot);
  await build.getByLabel('Passphrase').fill(PASSPHRASE);
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  const built = page.getByRole('region', { name: 'Package', exact: true });
  await expect(built).toContainText('EV-', { timeout: 180_000 });
  const verify = page.getByRole('region', { name: 'Verify' }).first();
  await verify.getByRole('button', { name: 'Verify it' }).click();
  await expect(verify.getByRole('heading', { level: 3 })).toContainText('The package is valid', {
    timeout: 120_000,
  });
  await expect(verify).toContainText('no signature was put into the PDF');
});

test('a file that is no package is told apart, without any engagement', async ({ page, host }) => {
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await expect(page.getByRole('heading', { name: 'Verify an evidence package' })).toBeVisible();
  const file = join(host.folder, 'letter.zip');
  await writeFile(file, 'Dear auditor, this is no archive.');
  await page.locator('input[data-purpose="package-open"]').setInputFiles(file);
  await settle(page);
  await expect(page.locator('.error-note, .verify-report').first()).toContainText(/PACKAGE_INVALID|invalid/);
});
