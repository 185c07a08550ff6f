import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.ts';

// Looked up once: workers read this file again and find the answer in their environment.
process.env['TICKMARK_BROWSER'] ||= await findBrowser();

/** Journeys through the built window, served by the real loopback host over the real engine. */
export default defineConfig({
  testDir: './test/e2e',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // The sample is made once for all of them; on two busy cores that alone can take a minute.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  outputDir: './out/e2e',
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
