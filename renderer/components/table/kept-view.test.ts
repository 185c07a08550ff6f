import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openKept } from '../../app/kept.ts';
import { keepView, readView, widenView } from './kept-view.ts';

/** What of the browser's storage is used. */
class Shelf {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): unknown => this.kept.set(key, value);
  removeItem = (key: string): unknown => this.kept.delete(key);
}

/** What the host was told to keep, by name. */
let host: Map<string, string>;
let window: Shelf;
beforeEach(async () => {
  host = new Map();
  window = new Shelf();
  vi.useFakeTimers();
  const globals = {
    sessionStorage: window,
    window: globalThis,
    document: { addEventListener: () => undefined },
  };
  Object.assign(globalThis, globals);
  await reopen();
});
afterEach(() => vi.useRealTimers());

/** As another window does, at another address. */
const reopen = (): Promise<void> =>
  openKept({
    kept: () => Promise.resolve({ ok: true, value: Object.fromEntries(host) }),
    keep: (name, text) => {
      host.set(name, text ?? '');
      return Promise.resolve({ ok: true, value: null });
    },
  });

const LEFT = {
  sorts: [{ column: 'severity', descending: true }],
  groupBy: 'procedure',
  visible: { id: true },
  widths: { summary: 300 },
  filters: { subject_id: 'zoe@client.example' },
  search: 'zoe',
};

it('keeps a table as it was left, and nothing that was typed beyond the window', () => {
  keepView('e1.findings', LEFT);
  expect(readView('e1.findings')).toEqual(LEFT);
  vi.runAllTimers();
  expect([...host.keys()]).toEqual(['table.e1.findings']);
  expect([...host.values()].join()).not.toContain('zoe');
  window.kept.clear();
  expect(readView('e1.findings')).toEqual({ ...LEFT, filters: {}, search: '' });
  expect(readView('e2.findings').sorts).toEqual([]);
});

it('finds it in the next window', async () => {
  keepView('e1.findings', LEFT);
  vi.runAllTimers();
  await reopen();
  expect(readView('e1.findings').widths).toEqual({ summary: 300 });
});

it('shows all rows again, and reads what is broken as nothing kept', async () => {
  keepView('e1.findings', LEFT);
  widenView('e1.findings');
  expect(readView('e1.findings').filters).toEqual({});
  host.set('table.e1.findings', '{"sorts":7}');
  await reopen();
  expect(readView('e1.findings').groupBy).toBe(null);
});
