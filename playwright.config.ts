import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.ts';

// Looked up once: workers read this file again and find the answer in their environment.
process.env['TICKMARK_BROWSER'] ||= await findBrowser();
process.env['E2E_SAMPLE'] ||= join(tmpdir(), `tickmark-e2e-sample-${process.pid}`);

/** Journeys that begin with an empty folder: they need not wait for the sample. */
const FROM_NOTHING = [
  'by-the-auditor',
  'desktop',
  'hostile-package',
  'import',
  'keys-of-checks',
  'next-period',
  'outbox',
  'redaction',
  'sources',
  'story',
].map((name) => `${name}.spec.ts`);

/** Journeys through the built window, served by the real loopback host over the real engine. */
export default defineConfig({
  testDir: './test/e2e',
  // A journey mostly waits for one core at a time: the window draws, or the engine works.
  workers: 2,
  globalTeardown: './test/e2e/support/teardown.ts',
  retries: 0,
  forbidOnly: true,
  // Limits against hanging, not measures of speed.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  outputDir: './out/e2e',
  projects: [
    // The sample is made once, which is a journey itself; most others begin with copies of it.
    { name: 'sample', testMatch: '*.setup.ts' },
    { name: 'from-nothing', testMatch: FROM_NOTHING },
    { name: 'journeys', testMatch: '*.spec.ts', testIgnore: FROM_NOTHING, dependencies: ['sample'] },
  ],
  use: {
    launchOptions: { executablePath: process.env['TICKMARK_BROWSER'] },
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Asia/Tokyo',
    permissions: [],
    trace: 'off',
    screenshot: 'only-on-failure',
  },
});
