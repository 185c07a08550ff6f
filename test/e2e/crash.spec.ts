import { test as bare } from '@playwright/test';
import { barriers } from './support/barriers.ts';
import { Host } from './support/host.ts';
import { expect, test } from './support/test.ts';
import { goTo, newEngagement, openSample, settle } from './support/window.ts';

test('the engine is killed under a query: the window says so, stays, and goes on where it was', async ({
  page,
  host,
}) => {
  await openSample(page, host);
  await goTo(page, 'Query');
  const ask = async (sql: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'SQL statement' }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(sql);
    await page.keyboard.press('ControlOrMeta+Enter');
  };
  await ask('SELECT count(*) AS n FROM grants');
  const first = page.getByRole('grid', { name: 'Result' }).getByRole('gridcell').first();
  await expect(first).toHaveText(/\d/);
  const before = await first.innerText();

  await ask('SELECT count(*) FROM range(3000000) AS a, range(3000000) AS b WHERE a.range + b.range = 7');
  await expect(page.getByRole('button', { name: 'Cancel: Query' })).toBeVisible();
  const alert = page.getByRole('alert');
  // An engine that ends before it has got the statement is replaced, and nobody notices: the next one is ended too.
  await expect(async () => {
    await host.killEngine();
    await expect(alert).toContainText('The engine stopped before it could answer', { timeout: 5_000 });
  }).toPass();
  await expect(alert).toContainText('Everything that was saved is safe');
  await expect(page.getByRole('heading', { level: 1, name: 'Query' })).toBeVisible();
  await expect(page.locator('.top-bar .client')).toHaveText('Meridian Freight Systems');

  // Another engine, the same engagement, the same rows.
  await ask('SELECT count(*) AS n FROM grants');
  await expect(alert).toHaveCount(0, { timeout: 120_000 });
  await expect(page.getByRole('grid', { name: 'Result' }).getByRole('gridcell').first()).toHaveText(before);
  await goTo(page, 'Integrity');
  await expect(page.getByRole('region', { name: 'audit-trail' })).toBeVisible({ timeout: 120_000 });
});

test('the engine is killed in the middle of a run: the results before it stay, and the run can be made again', async ({
  page,
  host,
}) => {
  await openSample(page, host);
  const findings = page.getByRole('link', { name: /^Findings [1-9]/ });
  const before = (await findings.textContent())!;
  await goTo(page, 'Procedures');
  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Cancel: Run all procedures' })).toBeVisible();
  const status = page.getByRole('status');
  await expect(async () => {
    await host.killEngine();
    await expect(status).toContainText('The engine stopped before it could answer', { timeout: 5_000 });
  }).toPass();
  await settle(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Procedures' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Procedures' })).toContainText('completed', {
    timeout: 120_000,
  });
  await expect(findings).toHaveText(before);

  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  await settle(page);
  await expect(status).not.toContainText('stopped');
  await expect(findings).toHaveText(before);
});

test('the engine is killed while nobody asks anything: nobody notices', async ({ page, host }) => {
  await openSample(page, host);
  await goTo(page, 'Overview');
  await host.killEngine();
  await goTo(page, 'Reports');
  await expect(page.getByRole('article').getByRole('row', { name: /Total Users/ })).toContainText('847', {
    timeout: 120_000,
  });
  await expect(page.getByRole('alert')).toHaveCount(0);
});

// Without the witness: the browser itself reports that nobody answers.
bare('the host has ended: each place says so, and what to do', async ({ page }) => {
  const host = await Host.start();
  await newEngagement(page, host, 'Host That Ends');
  await host.stop();
  for (const place of ['Findings', 'Reports', 'Query']) {
    await goTo(page, place);
    await expect(page.getByRole('alert').first()).toBeVisible();
    expect(await barriers(page), place).toEqual([]);
  }
});
