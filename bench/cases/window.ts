import { createEngine } from '#engine/index.ts';
import { hostDeps } from '#server/host-engine.ts';
import type { BenchCase, Run } from '../case.ts';
import { dataPath, once } from '../data.ts';
import { withNewEngagement } from '../engagement.ts';
import { recordFindings } from '../generate/many-findings.ts';
import { bareFrames } from '../window/bare-table.ts';
import {
  type Frames,
  type OpenWindow,
  buildWindow,
  heapMegabytes,
  scrollFrames,
  timeToShow,
  withWindow,
} from '../window/window.ts';

/** What is asked of the window, in seconds: stands where other cases have another program. */
function aim(seconds: number, what: string): BenchCase['baselines'] {
  return [{ name: `the aim: ${what}`, run: () => Promise.resolve({ seconds, cpu_seconds: null, answer: null }) }];
}

const SAMPLE = dataPath('window-sample');
const findings = (count: number) => dataPath(`window-findings-${count}`);

async function prepareFindings(count: number): Promise<void> {
  await buildWindow();
  await once(findings(count), (partial) =>
    withNewEngagement(partial, (engagement) => recordFindings(engagement, count)),
  );
}

const taken = (milliseconds: number, note: string): Run => ({
  seconds: milliseconds / 1000,
  cpu_seconds: null,
  answer: null,
  note,
});

const ms = (value: number): string => `${value.toFixed(0)} ms`;

/** Goes to a place without a reload. */
async function go({ page }: OpenWindow, hash: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to;
  }, hash);
}

async function ready({ page }: OpenWindow): Promise<void> {
  await page.locator('.rail').waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}

const ROW = '.grid-body .grid-row';

/** Opening the window on the sample until the overview stands: the four questions, coverage, findings by severity. */
export const windowStart: BenchCase = {
  name: 'window-start',
  unit: 'windows',
  sizes: { small: 1, full: 1 },
  prepare: async () => {
    await buildWindow();
    await once(SAMPLE, async (dir) => {
      const engine = createEngine(hostDeps());
      const made = await engine.call('engagement.sample', { dir });
      if (!made.ok) throw new Error(made.error.message);
      const run = await engine.call('procedures.run', {});
      if (!run.ok) throw new Error(run.error.message);
      await engine.close();
    });
  },
  about: () => 'the sample, procedures run',
  ours: () =>
    withWindow(SAMPLE, async (open, visit) => {
      await visit();
      const usable = await open.page.evaluate(
        () =>
          new Promise<{ rail: number; usable: number }>((resolve) => {
            let rail = 0;
            const look = (): void => {
              if (rail === 0 && document.querySelector('.rail')) rail = performance.now();
              // The coverage is the last of the four answers, the findings have a table of their own.
              const shown = ['.questions', '.parts-bar', '[aria-label="Findings"] .door'];
              if (shown.every((part) => document.querySelector(part)))
                requestAnimationFrame(() => resolve({ rail, usable: performance.now() }));
              else requestAnimationFrame(look);
            };
            look();
          }),
      );
      return taken(usable.usable, `frame of the window after ${ms(usable.rail)}`);
    }),
  baselines: aim(1.5, 'start to usable on the sample'),
};

/** From another place to the findings, none of them read before, until the first rows are drawn. */
export const windowFindings: BenchCase = {
  name: 'window-findings',
  unit: 'findings',
  sizes: { small: 100_000, full: 100_000 },
  prepare: prepareFindings,
  ours: (count) =>
    withWindow(findings(count), async (open, visit) => {
      await visit();
      await ready(open);
      await go(open, '#/package');
      await open.page.getByRole('heading', { level: 1, name: 'Package' }).waitFor();
      const first = await timeToShow(open.page, '.rail a[href="#/findings"]', ROW);
      const all = await open.page.evaluate(async () => {
        const began = performance.now();
        const count = (): string => document.querySelector('.table-tools .count')?.textContent ?? '';
        while (!count().startsWith('100,000') && performance.now() - began < 60_000)
          await new Promise((resolve) => setTimeout(resolve, 20));
        return performance.now() - began;
      });
      await go(open, '#/package');
      await open.page.getByRole('heading', { level: 1, name: 'Package' }).waitFor();
      const again = await timeToShow(open.page, '.rail a[href="#/findings"]', ROW);
      const search = open.page.getByRole('searchbox', { name: 'Search all columns' });
      const began = performance.now();
      await search.fill('user77777@');
      await open.page.locator('.table-tools .count', { hasText: /^1 of / }).waitFor();
      const found = performance.now() - began;
      return taken(
        first,
        `all read ${ms(all)} later; a second time ${ms(again)}; search ${ms(found)}; heap ${await heapMegabytes(open)} MB`,
      );
    }),
  baselines: aim(0.5, 'interactive'),
};

const STEP = 84;
const FRAMES = 600;

const framesTaken = ({ p95, longest, count }: Frames): Run =>
  taken(p95, `longest ${ms(longest)} of ${count} frames`);

/** Frames while the findings scroll, 84 pixels (three rows) each. */
export const windowScroll: BenchCase = {
  name: 'window-scroll',
  unit: 'findings',
  sizes: { small: 100_000, full: 100_000 },
  prepare: prepareFindings,
  about: () => 'time of the 95th frame of 100',
  ours: (count) =>
    withWindow(findings(count), async (open, visit) => {
      await visit();
      await ready(open);
      await go(open, '#/findings');
      await open.page.locator('.table-tools .count', { hasText: '100,000 rows' }).waitFor();
      return framesTaken(await scrollFrames(open.page, '.grid', STEP, FRAMES));
    }),
  baselines: [
    ...aim(0.02, '95th percentile; none over 50 ms'),
    {
      name: 'a bare table of the same findings, scrolled the same way',
      run: async (count) => framesTaken(await bareFrames(findings(count), STEP, FRAMES)),
    },
  ],
};

/** A query of a million rows: what passes after the database has the result until its first rows are drawn. */
export const windowQuery: BenchCase = {
  name: 'window-query',
  unit: 'rows',
  sizes: { small: 1_000_000, full: 1_000_000 },
  prepare: async () => prepareFindings(1000),
  ours: (rows) =>
    withWindow(findings(1000), async (open, visit) => {
      const { page } = open;
      await visit();
      await ready(open);
      await go(open, '#/query');
      await page.getByRole('textbox', { name: 'SQL statement' }).focus();
      await page.keyboard.insertText(
        `SELECT range AS n, 'account-' || range AS account, 'group:unit-' || range % 4000 AS resource, TIMESTAMPTZ '2024-11-24 05:00:00Z' - to_seconds(range) AS seen FROM range(${rows})`,
      );
      const shown = await timeToShow(page, '.query-tools .button.primary', ROW);
      const said = await page.getByRole('status').innerText();
      const [, value, unit] = /rows? in ([\d.]+) (ms|s)\./.exec(said) ?? [];
      if (value === undefined) throw new Error(`the window said: ${said}`);
      const inDatabase = Number(value) * (unit === 's' ? 1000 : 1);
      const { p95, longest } = await scrollFrames(page, '.grid', STEP, FRAMES);
      await page.locator('.grid').evaluate((grid) => {
        grid.scrollTop = grid.scrollHeight;
      });
      await page.getByText(`account-${rows - 1}`, { exact: true }).waitFor();
      return taken(
        Math.max(0, shown - inDatabase),
        `database ${ms(inDatabase)}; scrolling p95 ${ms(p95)}, longest ${ms(longest)}; last row reached; heap ${await heapMegabytes(open)} MB`,
      );
    }),
  baselines: aim(0.5, 'first page after the database has it'),
};
