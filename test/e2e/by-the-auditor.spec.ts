import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { COMPANY } from '#test/support/outbox-company.ts';
import { corporateKey } from '#test/vectors/packages/corporate-key.ts';
import { makeTimeAuthority } from '#test/vectors/packages/time-authority.ts';
import type { Host } from './support/host.ts';
import { PASSPHRASE } from './support/keys.ts';
import { readable } from './support/readable.ts';
import { expect, test } from './support/test.ts';
import { goTo, newEngagement, openWindow, settle } from './support/window.ts';

test.describe.configure({ mode: 'serial' });

/** Two accounts of people that nothing but their names connects to anybody, and one that reads like nobody. */
const ACCOUNTS = `System,Account,Email,Employee ID,Kind,Status,Admin,MFA,Created,Last Login,Owner
gitlab,ann@corp.example,ann@corp.example,E-3,human,active,false,true,2020-01-02,2024-11-12T15:00:00Z,
erp,bob.ode,,,human,active,false,true,2020-01-02,2024-05-01T15:00:00Z,
erp,cal.lane,,,human,active,false,true,2020-01-02,2024-05-01T15:00:00Z,
erp,zz-99,,,human,active,false,true,2020-01-02,2024-05-01T15:00:00Z,
`;

async function companyEngagement(page: Page, host: Host): Promise<void> {
  const folder = join(host.folder, 'corp');
  await mkdir(folder, { recursive: true });
  const files: Readonly<Record<string, string>> = { ...COMPANY, 'accounts.csv': ACCOUNTS };
  const names = ['roster.csv', 'accounts.csv', 'policy.yaml', 'snapshot-1.csv'] as const;
  for (const name of names) await writeFile(join(folder, name), files[name]!);
  await newEngagement(page, host, 'Corp by Hand');
  await goTo(page, 'Sources');
  await page
    .locator('input[data-purpose="import-files"]')
    .setInputFiles(names.map((name) => join(folder, name)));
  await expect(page.getByRole('status')).toContainText('Import 4 files', { timeout: 120_000 });
  await settle(page);
}

test('the auditor says whose accounts they are, and the journal keeps it', async ({ page, host }) => {
  await companyEngagement(page, host);
  await goTo(page, 'People');
  await page.getByRole('link', { name: 'Whose account' }).click();
  const candidates = page.getByRole('table', { name: 'Who it may be' });
  // bob.ode is Bob Ode to the letter; cal.lane is near to Cal Lone; zz-99 is like nobody.
  await expect(candidates.getByRole('row', { name: /erp:bob\.ode/ })).toContainText('100 %');
  await expect(candidates.getByRole('row', { name: /erp:cal\.lane/ })).toContainText('Cal Lone');
  await expect(candidates.getByText('zz-99')).toHaveCount(0);
  await readable(page, 'whose account');

  await page.getByLabel(/^Why/).fill('Confirmed by the help desk');
  await candidates.getByRole('button', { name: 'Same person: erp:bob.ode and bob@corp.example' }).click();
  const decided = page.getByRole('table', { name: 'Decided' });
  await expect(decided.getByRole('row', { name: /erp:bob\.ode/ })).toContainText(
    'Confirmed by the help desk',
  );
  // The person by name, and the name leads on.
  await expect(decided.getByRole('link', { name: 'Bob Ode' })).toHaveAttribute('href', /email=bob%40corp/);
  await expect(page.getByRole('status')).toHaveText(
    'erp:bob.ode decided; 1 row given to another person than before.',
  );
  await candidates.getByRole('button', { name: 'Somebody else: erp:cal.lane and cal@corp.example' }).click();
  await expect(decided.getByRole('row', { name: /erp:cal\.lane/ })).toContainText('Somebody else');
  await expect(candidates).toHaveCount(0);
  await readable(page, 'decided accounts');

  // The number is a door to as many rows.
  await page.getByRole('link', { name: /^\d+ accounts?$/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Query' })).toBeVisible();
  await expect(page.locator('.grid-body')).toContainText('zz-99');

  await page.getByRole('link', { name: /^Journal: / }).click();
  const journal = page.getByRole('table', { name: 'Entries of the journal' });
  await expect(journal).toContainText('identity decided');
  await expect(journal.getByRole('row').nth(1)).toContainText(/identit/);
  await readable(page, 'journal');
});

test('an engagement begins with thresholds of its own', async ({ page, host }) => {
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByLabel('Client', { exact: true }).fill('Strict AG');
  await page.getByLabel('Period from').fill('2024-07-01');
  await page.getByLabel('to', { exact: true }).fill('2024-12-31');
  await page.getByText('Thresholds', { exact: true }).click();
  await page.getByLabel('Set a threshold…').selectOption('accounts.people-sound dormant_days');
  const days = page.getByLabel(/dormant days \(days\)$/);
  await expect(days).toHaveValue('90');
  await days.fill('-5');
  await readable(page, 'thresholds of a new engagement');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.getByRole('alert')).toContainText('PARAMETER_INVALID');
  await days.fill('45');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.locator('.top-bar .client')).toHaveText('Strict AG');
  await page.goto(`${page.url().split('#')[0]}#/procedures?procedure=accounts.people-sound`);
  const parameters = page.getByRole('form', { name: 'Parameters' });
  await expect(parameters.getByLabel(/^dormant days/)).toHaveValue('45');
});

test('a report is saved as a file', async ({ page, host }) => {
  await companyEngagement(page, host);
  await goTo(page, 'Reports');
  await expect(page.getByRole('article')).toContainText('Policy Coverage Report', { timeout: 60_000 });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as PDF' }).click();
  const file = join(host.folder, 'coverage.pdf');
  await (await saved).saveAs(file);
  expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a key of the firm is imported, signs, and its signature is stamped', async ({ page, host }) => {
  const { p12 } = await corporateKey(['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']);
  const keyFile = join(host.folder, 'ana.p12');
  await writeFile(keyFile, p12);
  await companyEngagement(page, host);
  await goTo(page, 'Procedures');
  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  await expect(page.getByRole('link', { name: /^Findings [1-9]/ })).toBeVisible({ timeout: 180_000 });
  await settle(page);
  await goTo(page, 'Package');
  await page.getByText('Import a key', { exact: true }).click();
  const form = page.getByRole('form', { name: 'Import a key' });
  await form.locator('input[data-purpose="key-file"]').setInputFiles(keyFile);
  await expect(form).toContainText('ana.p12');
  await form.getByLabel('Passphrase of the file').fill('wrong');
  await form.getByLabel('Name').fill('ana-firm');
  await form.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await form.getByLabel('Passphrase again').fill(PASSPHRASE);
  await form.getByRole('button', { name: 'Import key' }).click();
  await expect(page.getByRole('region', { name: 'Keys' }).getByRole('alert')).toContainText('KEY_PASSPHRASE');
  await readable(page, 'a key that could not be imported');
  await form.getByLabel('Passphrase of the file').fill('p');
  await form.getByRole('button', { name: 'Import key' }).click();
  await expect(
    page.getByRole('region', { name: 'Keys' }).getByRole('row', { name: /ana-firm/ }),
  ).toBeVisible();

  const build = page.getByRole('region', { name: 'Build' });
  await build.getByLabel('Key').selectOption('ana-firm');
  await build.getByLabel('Passphrase').fill(PASSPHRASE);
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  await expect(page.getByRole('region', { name: 'Package', exact: true })).toContainText('EV-', {
    timeout: 180_000,
  });
  await settle(page);

  const stamps = page.getByRole('region', { name: 'Time stamps' });
  const written = page.waitForEvent('download');
  await stamps.getByRole('button', { name: 'Write a request (.tsq)' }).click();
  const request = join(host.folder, 'preparer.tsq');
  await (await written).saveAs(request);
  const answer = join(host.folder, 'preparer.tsr');
  const authority = await makeTimeAuthority();
  await writeFile(answer, authority.reply(await readFile(request)));
  await stamps.locator('input[data-purpose="time-response"]').setInputFiles(answer);
  await expect(stamps).toContainText('stamped.zip', { timeout: 60_000 });
  await expect(stamps).toContainText(/Stamped \d{4}-\d{2}-\d{2}/);
  const verify = page.getByRole('region', { name: 'Verify' }).first();
  await verify.getByRole('button', { name: 'Verify it' }).click();
  await expect(verify.getByRole('heading', { level: 3 })).toContainText('The package is valid', {
    timeout: 120_000,
  });
  await readable(page, 'a stamped package');
});
