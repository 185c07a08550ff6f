import { expect, test } from 'vitest';
import { reportText } from './commands/data.ts';
import { openTerminal, textTable } from './terminal.ts';

const ESCAPE = '\u001b[2J\u0007';

test('what stands in the files of the client does not drive the terminal', () => {
  const written = { out: '', err: '' };
  const sink = (name: keyof typeof written) => ({
    write: (text: string | Uint8Array) => (written[name] += String(text)),
  });
  const terminal = openTerminal(sink('out'), sink('err'), true);
  terminal.out(`first ${ESCAPE}\n\tsecond\r`);
  terminal.note(`error: ${ESCAPE}.csv`);
  expect(written).toEqual({
    out: 'first \\x1b[2J\\x07\n\tsecond\\x0d\n',
    err: 'error: \\x1b[2J\\x07.csv\n',
  });
  expect(textTable(['a'], [[`x${ESCAPE}\ny`]])).toBe(`a\n${'─'.repeat(17)}\nx\\x1b[2J\\x07\\x0ay`);
});

test('a value of several lines is one line of a report', () => {
  const text = reportText({
    report: 'drift',
    title: 'Drift',
    as_of: '2024-11-24',
    period: null,
    figures: {},
    rows: [],
    sections: [
      { heading: 'ann\nDrift: none', lines: [{ label: 'crm:a\nTotal', value: '0 of 0\n', note: 'n\n' }] },
    ],
    notes: [],
  });
  expect(text).toBe('Drift\n\nann\\x0aDrift: none\n  - crm:a\\x0aTotal: 0 of 0\\x0a (n\\x0a)');
});

test('a table has as many rows as the result', () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => [i]);
  const lines = textTable(['n'], rows).split('\n');
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([200_002, '     n', '199999']);
});
