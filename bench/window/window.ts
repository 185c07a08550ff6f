import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CDPSession, type Page, chromium } from '@playwright/test';
import { build } from 'vite';
import { startServer } from '#server/index.ts';
import { findBrowser } from '../../scripts/browser.ts';
import windowConfig from '../../vite.config.ts';
import { dataPath } from '../data.ts';

const BUILT = dataPath('window');
const ENGINE = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

/** The window as it is delivered, built anew for each measurement. */
export async function buildWindow(): Promise<void> {
  await build({
    ...windowConfig,
    configFile: false,
    logLevel: 'error',
    build: { ...windowConfig.build, outDir: BUILT },
  });
}

export interface OpenWindow {
  page: Page;
  /** For the memory of the renderer. */
  devtools: CDPSession;
}

/** Chromium with the window on an engagement that the loopback host has open. The page is empty until `visit`. */
export async function withWindow<T>(
  engagement: string,
  work: (window: OpenWindow, visit: () => Promise<void>) => Promise<T>,
): Promise<T> {
  if (!existsSync(BUILT)) await buildWindow();
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-bench-'));
  const server = await startServer({
    engagement,
    engineEntry: ENGINE,
    rendererFolder: BUILT,
    workspace: join(folder, 'workspace'),
    configFolder: join(folder, 'config'),
  });
  try {
    return await withPage(async (page) => {
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Performance.enable');
      return work({ page, devtools }, async () => void (await page.goto(server.invite())));
    });
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** An empty page of Chromium, as large as the smallest window that is looked after. */
export async function withPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: await findBrowser() });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // The loader of TypeScript names inner functions by a helper of its own, which the page does not have.
    await page.addInitScript('globalThis.__name = (named) => named');
    return await work(page);
  } finally {
    await browser.close();
  }
}

/** Megabytes of the renderer's heap that are in use once garbage is collected. */
export async function heapMegabytes({ devtools }: OpenWindow): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  return Math.round((metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 2 ** 20);
}

/** Milliseconds in the page from `act` until `selector` matches and the frame with it is drawn. */
export async function timeToShow(page: Page, act: string, selector: string): Promise<number> {
  return page.evaluate(
    ([click, wanted]) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        document.querySelector<HTMLElement>(click!)!.click();
        const look = (): void => {
          if (document.querySelector(wanted!))
            requestAnimationFrame(() => resolve(performance.now() - began));
          else requestAnimationFrame(look);
        };
        look();
      }),
    [act, selector],
  );
}

export interface Frames {
  count: number;
  p95: number;
  longest: number;
}

/** Scrolls what matches by `step` pixels a frame, and says how long the frames took in milliseconds. */
export async function scrollFrames(
  page: Page,
  selector: string,
  step: number,
  frames: number,
): Promise<Frames> {
  return page.evaluate(
    ([wanted, by, count]) =>
      new Promise<Frames>((resolve) => {
        const scroller = document.querySelector<HTMLElement>(wanted)!;
        const took: number[] = [];
        let last = performance.now();
        const next = (now: number): void => {
          took.push(now - last);
          last = now;
          scroller.scrollTop += by;
          if (took.length < count) requestAnimationFrame(next);
          else {
            // The first one holds the wait for the beginning.
            const sorted = took.slice(1).toSorted((a, b) => a - b);
            resolve({
              count: sorted.length,
              p95: sorted[Math.floor(sorted.length * 0.95)]!,
              longest: sorted.at(-1)!,
            });
          }
        };
        requestAnimationFrame(next);
      }),
    [selector, step, frames] as const,
  );
}
