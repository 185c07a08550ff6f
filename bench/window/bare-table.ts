import { tableFromIPC } from 'apache-arrow';
import { createEngine } from '#engine/index.ts';
import { hostDeps } from '#server/host-engine.ts';
import { type Frames, scrollFrames, withPage } from './window.ts';

/** Rows that are taken from the engagement; the table repeats them until there is enough to scroll. */
const TAKEN = 1000;
/** As wide as the window draws them by default. */
const COLUMNS = {
  severity: 104,
  procedure: 188,
  subject_id: 210,
  reason_code: 146,
  summary: 480,
  outcome: 104,
  disposition: 160,
  conclusion: 130,
  tick_marks: 90,
} as const;

async function rowsOf(engagement: string): Promise<string[][]> {
  const engine = createEngine(hostDeps());
  try {
    const opened = await engine.call('engagement.open', { dir: engagement });
    if (!opened.ok) throw new Error(opened.error.message);
    const head = await engine.call('findings.head', { limit: TAKEN });
    if (!head.ok) throw new Error(head.error.message);
    const table = tableFromIPC(head.value.arrow);
    return Array.from({ length: table.numRows }, (_, row) =>
      Object.keys(COLUMNS).map((name) => String(table.getChild(name)?.get(row) ?? '')),
    );
  } finally {
    await engine.close();
  }
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * Frames of the barest table of the same findings, in a scroller of the window's size: all rows are in the page from the
 * start, and no script does anything but scroll. What it takes is what the browser takes on this machine.
 */
export async function bareFrames(engagement: string, step: number, frames: number): Promise<Frames> {
  const taken = await rowsOf(engagement);
  const needed = Math.ceil((step * frames) / 28) + 100;
  const rows = Array.from({ length: needed }, (_, at) => taken[at % taken.length]!);
  const widths = Object.values(COLUMNS);
  const cells = (row: readonly string[]): string => row.map((text) => `<td>${escaped(text)}`).join('');
  return withPage(async (page) => {
    // What every page is given before its own content comes with an address alone.
    await page.goto('about:blank');
    await page.setContent(`<!doctype html><style>
      body { margin: 0; font: 13px/27px system-ui, sans-serif; }
      div { width: 1032px; height: 620px; overflow: auto; background: #fff; }
      table { table-layout: fixed; border-collapse: collapse; width: ${widths.reduce((sum, width) => sum + width, 0)}px; }
      tr { height: 28px; border-bottom: 1px solid #ddd; }
      td { padding: 0 8px; overflow: hidden; white-space: nowrap; }
      </style><div><table>${widths.map((width) => `<col width="${width}">`).join('')}${rows.map((row) => `<tr>${cells(row)}`).join('')}</table></div>`);
    return scrollFrames(page, 'div', step, frames);
  });
}
