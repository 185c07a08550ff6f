import { type Page, expect } from '@playwright/test';
import type { Host } from './host.ts';

/** Everything that must never happen in a window, whatever the journey. */
export class Witness {
  readonly seen: string[] = [];

  async watch(page: Page): Promise<void> {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.seen.push(`console ${message.type()}: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => this.seen.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      // A picture that the window made has an address of the window's own origin: blob:http://127.0.0.1:…
      const { origin } = new URL(request.url());
      const home = new URL(page.url());
      const own = origin === home.origin || page.url() === 'about:blank';
      if (!own || !origin.startsWith('http://127.0.0.1:'))
        this.seen.push(`request elsewhere: ${request.url()}`);
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP report: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
  }
}

/** Opens a window on the host and waits until it can be used. */
export async function openWindow(page: Page, host: Host): Promise<void> {
  await page.goto(await host.invite());
  await expect(page.locator('.new-engagement, .rail')).toBeVisible({ timeout: 60_000 });
}

/** The sample engagement with its procedures run; made once for a host, opened again after that. */
export async function openSample(page: Page, host: Host): Promise<void> {
  await openWindow(page, host);
  const client = page.locator('.top-bar .client');
  if (await client.isVisible()) {
    if ((await client.innerText()) === SAMPLE_CLIENT) return settle(page);
    await page.getByRole('button', { name: 'Close engagement' }).click();
  }
  const recent = page.getByRole('button', { name: SAMPLE_CLIENT });
  await expect(page.getByRole('button', { name: 'Open the sample engagement' })).toBeEnabled();
  await expect(page.locator('.start table, .start .muted').first()).toBeVisible();
  if (await recent.first().isVisible()) await recent.first().click();
  else await page.getByRole('button', { name: 'Open the sample engagement' }).click();
  await expect(client).toHaveText(SAMPLE_CLIENT, { timeout: 180_000 });
  // Its procedures run while the window is open already.
  await expect(page.getByRole('link', { name: /^Findings [1-9]/ })).toBeVisible({ timeout: 180_000 });
  await settle(page);
}

/** A new engagement of the second half of 2024, with nothing in it. */
export async function newEngagement(page: Page, host: Host, client: string): Promise<void> {
  await openWindow(page, host);
  const close = page.getByRole('button', { name: 'Close engagement' });
  if (await close.isVisible()) await close.click();
  await page.getByLabel('Client', { exact: true }).fill(client);
  await page.getByLabel('Period from').fill('2024-07-01');
  await page.getByLabel('to', { exact: true }).fill('2024-12-31');
  await page.getByRole('button', { name: 'Create engagement' }).click();
  await expect(page.locator('.top-bar .client')).toHaveText(client);
}

export const SAMPLE_CLIENT = 'Meridian Freight Systems';

/** No file is on its way to the host, and no job runs any more. */
export async function settle(page: Page): Promise<void> {
  const busy = page.locator('button[aria-busy="true"], .status-line progress');
  await expect(busy).toHaveCount(0, { timeout: 180_000 });
}

export async function goTo(page: Page, place: string): Promise<void> {
  const rail = page.getByRole('navigation', { name: 'Places' });
  await rail.getByRole('link', { name: new RegExp(`^${place}`) }).click();
  await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible();
}

/** How many rows of the table a filter leaves, once all of them are there. Before it the table stood unfiltered. */
export async function leftByFilters(page: Page): Promise<number> {
  const count = page.locator('.table-tools .count');
  // "200 of 901 rows · Reading…" stands there while rows are on their way.
  await expect(count).toHaveText(/^[\d,]+ of [\d,]+ rows( · [\d,]+ selected)?$/);
  return Number((await count.innerText()).split(' ')[0]!.replaceAll(',', ''));
}

/** Runs a statement in Query. */
export async function ask(page: Page, sql: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'SQL statement' });
  // By focus: the list of completions of the statement before may lie over the editor.
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(sql);
  await page.keyboard.press('ControlOrMeta+Enter');
}
