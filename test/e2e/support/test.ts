import { setTimeout as wait } from 'node:timers/promises';
import { type BrowserContext, test as base } from '@playwright/test';
import { Host } from './host.ts';
import { Witness } from './window.ts';

/** Tests get a host of their own worker, and a page that must stay silent and at home. */
export const test = base.extend<{ witness: Witness }, { host: Host }>({
  host: [
    // oxlint-disable-next-line no-empty-pattern -- the runner asks for a pattern, and this needs nothing
    async ({}, use) => {
      const host = await Host.start();
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  witness: [
    async ({ page, context }, use) => {
      await slowDown(context);
      const witness = new Witness();
      await witness.watch(page);
      await use(witness);
      base.expect(witness.seen).toEqual([]);
    },
    { auto: true },
  ],
});

/**
 * E2E_LAG=300 keeps every question of the window back by up to 300 ms, each by another time: what a journey takes for
 * granted about their order comes to light.
 */
async function slowDown(context: BrowserContext): Promise<void> {
  const longest = Number(process.env['E2E_LAG'] ?? 0);
  if (longest === 0) return;
  await context.route('**/*', async (route) => {
    await wait(Math.random() * longest);
    await route.continue();
  });
}

export { expect } from '@playwright/test';
