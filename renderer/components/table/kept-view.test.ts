import { beforeEach, expect, it } from 'vitest';
import { keepView, readView, widenView } from './kept-view.ts';

/** What of the browser's storage is used. */
class Shelf {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): unknown => this.kept.set(key, value);
  removeItem = (key: string): unknown => this.kept.delete(key);
}

let machine: Shelf;
let window: Shelf;
beforeEach(() => {
  machine = new Shelf();
  window = new Shelf();
  Object.assign(globalThis, { localStorage: machine, sessionStorage: window });
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
  expect([...machine.kept.values()].join()).not.toContain('zoe');
  window.kept.clear();
  expect(readView('e1.findings')).toEqual({ ...LEFT, filters: {}, search: '' });
  expect(readView('e2.findings').sorts).toEqual([]);
});

it('shows all rows again, and reads what is broken as nothing kept', () => {
  keepView('e1.findings', LEFT);
  widenView('e1.findings');
  expect(readView('e1.findings').filters).toEqual({});
  machine.setItem('tickmark.table.e1.findings', '{"sorts":7}');
  expect(readView('e1.findings').groupBy).toBe(null);
});
