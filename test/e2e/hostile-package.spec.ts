import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import {
  type Party,
  type SamplePackages,
  makePackages,
  makeParty,
} from '#test/vectors/packages/make-package.ts';
import { VECTORS } from '#test/vectors/packages/vectors.ts';
import { PackageEdit } from '#test/vectors/packages/zip-edit.ts';
import { WIRE } from '#shared/contract/wire.ts';
import type { Host } from './support/host.ts';
import { test } from './support/test.ts';
import { openWindow } from './support/window.ts';

let genuine: SamplePackages;
let stranger: Party;
test.beforeAll(async () => {
  genuine = await makePackages();
  stranger = await makeParty('Stranger');
});

/** The start, where a package is verified without any engagement. */
async function openStart(page: Page, host: Host): Promise<void> {
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await expect(page.getByRole('heading', { name: 'Verify an evidence package' })).toBeVisible();
}

async function verify(page: Page, file: string): Promise<void> {
  await page.locator('input[data-purpose="package-open"]').setInputFiles(file);
  await expect(
    page.getByRole('heading', { level: 3 }).filter({ hasText: file.split('/').at(-1)! }),
  ).toBeVisible({
    timeout: 60_000,
  });
}

/** Rows that read as not holding, as "layer/check". */
async function failing(page: Page): Promise<string[]> {
  return page.getByRole('region', { name: 'Verify' }).evaluate((report) =>
    [...report.querySelectorAll('details')].flatMap((layer) => {
      const title = layer.querySelector('summary .mark > span:last-child')!.firstChild!.textContent!.trim();
      return [...layer.querySelectorAll('tbody .mark.fails')].map(
        (mark) =>
          `${title.toLowerCase()}/${mark.querySelector(':scope > span:last-child')!.firstChild!.textContent!.trim()}`,
      );
    }),
  );
}

test('a genuine package is valid, layer by layer, and its signers are trusted when they are handed over', async ({
  page,
  host,
}) => {
  await openStart(page, host);
  const file = join(host.folder, 'reviewed.zip');
  await writeFile(file, genuine.reviewed);
  await verify(page, file);
  await expect(page.getByRole('heading', { level: 3 })).toContainText('The package is valid');
  expect(await failing(page)).toEqual([]);
  // Without certificates from elsewhere nobody can say who signed.
  const layer = (name: string) => page.locator('details').filter({ hasText: new RegExp(`^.{0,3}${name}`) });
  await expect(layer('Trust').locator('summary .mark')).toHaveClass(/not_proven/);
  const trust = join(host.folder, 'signers.pem');
  await writeFile(trust, `${genuine.preparer.certificate}\n${genuine.reviewer.certificate}`);
  await page.locator('input[data-purpose="trust"]').setInputFiles(trust);
  await expect(layer('Trust').locator('summary .mark')).toHaveClass(/holds/, { timeout: 60_000 });
});

test('every way of tampering is told at its layer, and nothing else is blamed', async ({ page, host }) => {
  await openStart(page, host);
  for (const [i, { name, of, trust, tamper, fails }] of VECTORS.entries()) {
    // Certificates are a choice of their own, and stay chosen: those go through the journey before.
    if (trust) continue;
    const edit = await tamper(await PackageEdit.of(genuine[of]), { ...genuine, stranger });
    const file = join(host.folder, `tampered-${i}.zip`);
    await writeFile(file, edit.pack());
    await verify(page, file);
    await expect(page.getByRole('heading', { level: 3 }), name).toContainText('The package is invalid');
    expect(await failing(page), name).toEqual(fails);
  }
});

test('another signer, where the signers are known, is not trusted', async ({ page, host }) => {
  await openStart(page, host);
  const trust = join(host.folder, 'known.pem');
  await writeFile(trust, `${genuine.preparer.certificate}\n${genuine.reviewer.certificate}`);
  await page.locator('input[data-purpose="trust"]').setInputFiles(trust);
  await expect(page.getByText('Trusting known.pem')).toBeVisible();
  const foreign = VECTORS.filter((vector) => vector.trust);
  expect(foreign.length).toBeGreaterThan(0);
  for (const [i, { name, of, tamper, fails }] of foreign.entries()) {
    const edit = await tamper(await PackageEdit.of(genuine[of]), { ...genuine, stranger });
    const file = join(host.folder, `foreign-${i}.zip`);
    await writeFile(file, edit.pack());
    await verify(page, file);
    await expect(page.getByRole('heading', { level: 3 }), name).toContainText('The package is invalid');
    expect(await failing(page), name).toEqual(fails);
  }
});

test('certificates that arrive after the package are held against it all the same', async ({
  page,
  host,
}) => {
  await openStart(page, host);
  const trust = join(host.folder, 'late.pem');
  await writeFile(trust, `${genuine.preparer.certificate}\n${genuine.reviewer.certificate}`);
  const { of, tamper, fails } = VECTORS.find((vector) =>
    vector.fails.every((check) => check.startsWith('trust/')),
  )!;
  const edit = await tamper(await PackageEdit.of(genuine[of]), { ...genuine, stranger });
  const file = join(host.folder, 'foreign-early.zip');
  await writeFile(file, edit.pack());
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const late = encodeURIComponent('late.pem');
  await page.route('**/upload*', async (route) => {
    if (route.request().headers()[WIRE.uploadName] === late) await held;
    await route.continue();
  });
  const asked = page.waitForRequest('**/upload*');
  await page.locator('input[data-purpose="trust"]').setInputFiles(trust);
  await asked;
  await verify(page, file);
  await expect(page.getByRole('heading', { level: 3 })).toContainText('The package is valid');
  release();
  await expect(page.getByText('Trusting late.pem')).toBeVisible();
  await expect(page.getByRole('heading', { level: 3 })).toContainText('The package is invalid');
  expect(await failing(page)).toEqual(fails);
});

test('bytes after the end of the archive are told', async ({ page, host }) => {
  await openStart(page, host);
  const file = join(host.folder, 'appended.zip');
  await writeFile(file, Buffer.concat([genuine.reviewed, Buffer.from('and a word more')]));
  await verify(page, file);
  await expect(page.getByRole('heading', { level: 3 })).toContainText('The package is invalid');
  expect((await failing(page)).length).toBeGreaterThan(0);
});
