import { test as base } from '@playwright/test';
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
    async ({ page }, use) => {
      const witness = new Witness();
      await witness.watch(page);
      await use(witness);
      base.expect(witness.seen).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
