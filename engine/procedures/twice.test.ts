import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listProcedures } from '#engine/runner/index.ts';
import { loadCase } from './case-file.ts';
import { runCase } from './case-run.ts';

const HERE = fileURLToPath(new URL('./', import.meta.url));

/** A table of a case that came in twice: the same rows again, in another file. */
function twice(name: string, text: string): string {
  const [header = '', ...rows] = text.split('\n').filter((line) => line.trim() !== '');
  if (header.split(' | ')[0]!.trim() === 'source')
    return [header, ...rows, ...rows.map((row) => row.replace(/^\s*(\S+)/, '$1-again'))].join('\n');
  return [
    `source | ${header}`,
    ...rows.map((row) => `${name} | ${row}`),
    ...rows.map((row) => `${name}-again | ${row}`),
  ].join('\n');
}

// What a client exports twice, in two files, must not end a procedure: two findings of one thing are one.
test.each(listProcedures().map(({ meta }) => meta.id))('%s: rows that came twice', async (id) => {
  const folder = `${HERE}${id.replace('.', '/')}/cases/`;
  const failed: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const { input } = loadCase(folder + name);
    const tables = Object.fromEntries(
      Object.entries(input.tables).map(([table, text]) => [table, twice(table, text)]),
    );
    const { run } = await runCase(id, { ...input, tables });
    if (run.status === 'error') failed.push(`${name}: ${run.message}`);
  }
  expect(failed).toEqual([]);
});

test('what came twice is one finding on the rows of both files, in the words of each', async () => {
  const { input } = loadCase(`${HERE}files/permissions-limited/cases/exception`);
  const table = (rows: string[]) =>
    ['source | host | path | owner | group_name | mode | file_type', ...rows].join('\n');
  const run = (rows: string[]) =>
    runCase('files.permissions-limited', { ...input, tables: { file_permissions: table(rows) } });
  const { run: facts, found } = await run([
    'may | a | /open | app | app | 0666 | file',
    'may | a | /suid | root | root | 4755 | file',
    'june | a | /suid | root | root | 4711 | file',
    'june | a | /open | app | app | 0666 | file',
  ]);
  const source = (source_id: string, record_no: number) => ({
    table: 'file_permissions',
    source_id,
    record_no,
  });
  expect(found.map((row) => [row.subject_id, row.summary, JSON.parse(row.source_rows)])).toEqual([
    ['a:/suid', '4711 root:root file; 4755 root:root file', [source('june', 1), source('may', 2)]],
    ['a:/open', '0666 app:app file', [source('june', 2), source('may', 1)]],
  ]);
  expect([facts.exceptions, facts.failing, facts.message]).toEqual([
    2,
    2,
    '2 findings rest on rows that came more than once. Where such rows are counted as tested, each of them is.',
  ]);
});
