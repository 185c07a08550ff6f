import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { makeKey, PASSPHRASE } from './support/keys.ts';
import { test } from './support/test.ts';
import { goTo, openWindow, settle } from './support/window.ts';

/** Ann administers without a second factor; Bo left in October and his account stayed. */
const ROSTER = [
  'Employee ID,Work Email,Name,Job Title,Department,Employment Type,Manager Email,Status,Hire Date,Termination Date,Country',
  'E1,ann@story.example,Ann,Engineer,IT,employee,cy@story.example,active,2020-01-06,,US',
  'E2,bo@story.example,Bo,Analyst,Finance,employee,cy@story.example,terminated,2021-03-01,2024-10-15,US',
  'E3,cy@story.example,Cy,Director,IT,employee,,active,2015-05-04,,US',
];
const ACCOUNTS = [
  'System,Account,Email,Employee ID,Kind,Status,Admin,MFA,Created,Last Login,Disabled At,Owner,Justification',
  'idp,ann@story.example,ann@story.example,E1,person,active,true,false,2020-01-06T09:00:00Z,2024-11-20T09:00:00Z,,,Platform admin',
  'idp,bo@story.example,bo@story.example,E2,person,active,false,true,2021-03-01T09:00:00Z,2024-10-14T09:00:00Z,,,',
  'idp,cy@story.example,cy@story.example,E3,person,active,false,true,2015-05-04T09:00:00Z,2024-11-22T09:00:00Z,,,',
];

test('an audit from an empty folder to the package that is handed over', async ({ page, host }) => {
  const folder = join(host.folder, 'story');
  await mkdir(folder, { recursive: true });
  const roster = join(folder, 'hr-roster.csv');
  const accounts = join(folder, 'idp-accounts.csv');
  await writeFile(roster, `${ROSTER.join('\n')}\n`);
  await writeFile(accounts, `${ACCOUNTS.join('\n')}\n`);

  // Open.
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByLabel('Client', { exact: true }).fill('Story Limited');
  await page.getByLabel('Period from').fill('2024-11-01');
  await page.getByLabel('to', { exact: true }).fill('2024-11-30');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing imported yet' })).toBeVisible();

  // Import, and see at once what came.
  await goTo(page, 'Sources');
  await page.locator('input[data-purpose="import-files"]').setInputFiles([roster, accounts]);
  await settle(page);
  await expect(page.getByRole('gridcell', { name: 'hr-roster.csv' })).toBeVisible();
  await expect(page.getByRole('gridcell', { name: 'idp-accounts.csv' })).toBeVisible();

  // Run everything: what could not be tested says so.
  await goTo(page, 'Procedures');
  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  await settle(page);
  const procedures = page.getByRole('table', { name: 'Procedures' });
  await expect(procedures).toContainText('completed');
  await expect(procedures).toContainText('input missing');

  // From a number of the overview to the findings behind it.
  await goTo(page, 'Overview');
  const table = page.getByRole('region', { name: 'Findings' });
  const high = table.getByRole('row', { name: /^high/ }).getByRole('link').last();
  const count = Number(await high.innerText());
  expect(count).toBeGreaterThan(0);
  await high.click();
  const grid = page.getByRole('grid', { name: 'Findings' });
  await expect(page.locator('.table-tools .count')).toContainText(`${count} of`);
  await page.getByRole('searchbox', { name: 'Search all columns' }).fill('bo@story.example');
  await grid
    .locator('.grid-body')
    .getByRole('gridcell')
    .filter({ hasText: 'bo@story.example' })
    .first()
    .click();

  // Down to the row of the file, and to the file by its hash.
  const detail = page.getByRole('complementary', { name: 'Detail' });
  const rows = detail.getByRole('region', { name: 'Source rows' });
  await expect(rows).toContainText('idp-accounts.csv');
  await expect(rows).toContainText('record 2');
  const sha256 = createHash('sha256')
    .update(await readFile(accounts))
    .digest('hex');
  await rows.getByRole('button', { name: 'idp-accounts.csv' }).first().click();
  await expect(detail.getByRole('heading', { level: 2 })).toContainText('idp-accounts.csv');
  await expect(
    detail.getByRole('button', { name: new RegExp(`SHA-256 ${sha256.slice(0, 6)}…${sha256.slice(-6)}`) }),
  ).toBeVisible();
  await page.keyboard.press('Escape');

  // Decide.
  await grid
    .locator('.grid-body')
    .getByRole('gridcell')
    .filter({ hasText: 'bo@story.example' })
    .first()
    .click();
  await detail.getByRole('combobox', { name: 'Disposition' }).selectOption('remove_access');
  await detail.getByRole('textbox', { name: 'Note' }).fill('Left on 15 October; to be closed by IT.');
  await detail.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('status')).toHaveText('1 finding: remove access.');
  await page.keyboard.press('Escape');

  // The client asks: who administers without a second factor?
  await goTo(page, 'Query');
  await page.getByRole('textbox', { name: 'SQL statement' }).focus();
  await page.keyboard.insertText('SELECT account_id FROM accounts WHERE is_admin AND NOT mfa_enabled');
  await page.keyboard.press('ControlOrMeta+Enter');
  const result = page.getByRole('grid', { name: 'Result' });
  await expect(result.getByRole('gridcell', { name: 'ann@story.example' })).toBeVisible();
  await expect(page.locator('.table-tools .count')).toHaveText('1 row');

  // Draw a sample of the accounts.
  await page.getByRole('button', { name: 'Draw a sample…' }).click();
  const draw = page.getByRole('form', { name: 'Draw a sample' });
  await draw.getByLabel('What it is for').fill('Second factor of administrators');
  await expect(draw).toContainText('1 row in the population');
  await draw.getByRole('checkbox', { name: 'account_id' }).check();
  await draw.getByLabel('Attribute', { exact: true }).fill('A second factor is set');
  await draw.getByLabel('Seed').fill('2024-11');
  await draw.getByRole('button', { name: 'Draw the sample' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('S1: Second factor of administrators');

  // Sign, countersign, hand over.
  await goTo(page, 'Package');
  await makeKey(page, 'story-preparer');
  await makeKey(page, 'story-reviewer');
  const build = page.getByRole('region', { name: 'Build' });
  await build.getByLabel('Key').selectOption('story-preparer');
  await build.getByLabel('Passphrase').fill(PASSPHRASE);
  await build.getByRole('button', { name: 'Build and sign as preparer' }).click();
  const built = page.getByRole('region', { name: 'Package', exact: true });
  await expect(built).toContainText('EV-', { timeout: 180_000 });
  await settle(page);
  const saved = page.waitForEvent('download');
  await built.getByRole('button', { name: 'Save a copy' }).click();
  const prepared = join(folder, 'prepared.zip');
  await (await saved).saveAs(prepared);
  const sign = page.getByRole('region', { name: 'Sign as reviewer' });
  await sign.locator('input[data-purpose="package-open"]').setInputFiles(prepared);
  await expect(sign).toContainText('prepared.zip');
  await sign.getByLabel('Key').selectOption('story-reviewer');
  await sign.getByLabel('Passphrase').fill(PASSPHRASE);
  await sign.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText('Sign the package: Signed.', { timeout: 120_000 });

  // Whoever receives it needs no engagement to check it, and to do it again.
  await page.getByRole('button', { name: 'Close engagement' }).click();
  await expect(page.getByRole('heading', { name: 'Verify an evidence package' })).toBeVisible();
  await page.locator('input[data-purpose="package-open"]').setInputFiles(prepared);
  await expect(page.getByRole('heading', { level: 3 })).toContainText('The package is valid', {
    timeout: 120_000,
  });
  await page.getByRole('button', { name: 'Re-perform' }).click();
  await settle(page);
  await expect(
    page.getByText('Re-performed from the sources inside: the findings are the same.'),
  ).toBeVisible({ timeout: 120_000 });
});
