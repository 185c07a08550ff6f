import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { canonicalTables } from '#engine/canonical/index.ts';
import { boundNames, stripLiterals } from '#engine/runner/front-matter.ts';
import { listProcedures, type Procedure } from '#engine/runner/index.ts';
import { orderLast } from '#engine/runner/order-last.ts';
import { generateProcedureDocs, generateProcedures } from '../../scripts/generate/procedures.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILT_IN = ['as_of', 'period_start', 'period_end', 'timezone'];

/** Everything that makes bytes vary from run to run or machine to machine. */
const BANNED: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'the clock',
    /\b(current_date|current_time|current_timestamp|now|today|get_current_timestamp|transaction_timestamp|localtime\w*)\b/i,
  ],
  ['unseeded random numbers', /\b(random|uuid|gen_random_uuid|setseed)\s*\(/i],
  ['sampling', /\b(tablesample|using\s+sample)\b/i],
  [
    'floating point',
    /\b(double|float|float4|float8|real)\b|\b(avg|stddev\w*|var_\w+|median|quantile\w*)\s*\(/i,
  ],
  ['division into floating point', /(?<!\/)\/(?!\/)/],
];

const ORDERED = /\b(list|array_agg|string_agg|group_concat|first|last|any_value|arbitrary)\s*\(/gi;

/** Arguments of an aggregate up to its closing parenthesis. */
function argumentsAt(sql: string, start: number): string {
  let depth = 1;
  let end = start;
  while (depth > 0 && end < sql.length) {
    if (sql[end] === '(') depth += 1;
    if (sql[end] === ')') depth -= 1;
    end += 1;
  }
  return sql.slice(start, end - 1);
}

function unordered(sql: string): string[] {
  return [...sql.matchAll(ORDERED)]
    .filter((match) => !/\border\s+by\b/i.test(argumentsAt(sql, match.index + match[0].length)))
    .map((match) => match[0]);
}

function statements({ sql, population }: Procedure): string[] {
  return [sql, population].filter((text) => text !== null).map(stripLiterals);
}

describe('bans', () => {
  test.each([
    ['SELECT now()', 'the clock'],
    ['SELECT current_date', 'the clock'],
    ['SELECT random()', 'unseeded random numbers'],
    ['SELECT avg(x) FROM t', 'floating point'],
    ['SELECT x::DOUBLE FROM t', 'floating point'],
    ['SELECT a / b FROM t', 'division into floating point'],
  ])('%s is %s', (sql, name) => {
    expect(BANNED.filter(([, pattern]) => pattern.test(sql)).map(([banned]) => banned)).toContain(name);
  });

  test('whole division, texts and comments are allowed', () => {
    const sql = stripLiterals("SELECT a // b, 'now() / double' -- random()\n FROM t");
    expect(BANNED.filter(([, pattern]) => pattern.test(sql))).toEqual([]);
  });

  test('aggregates into lists need an order', () => {
    expect(unordered('SELECT list(x), list(y ORDER BY y), string_agg(f(z), s)')).toEqual([
      'list(',
      'string_agg(',
    ]);
  });
});

describe.each(listProcedures().map((procedure) => [procedure.meta.id, procedure] as const))(
  '%s',
  (id, procedure) => {
    const folder = `${ROOT}engine/procedures/${id.replace('.', '/')}/`;

    test('id, family and folder are one', () => {
      expect(id).toBe(`${procedure.family}.${id.slice(procedure.family.length + 1)}`);
      expect(existsSync(folder)).toBe(true);
    });

    test('the README says what an auditor needs', () => {
      const readme = readFileSync(`${folder}README.md`, 'utf8');
      for (const part of ['Objective', 'Method', 'Assumptions', 'Known false positives', 'Follow-up']) {
        expect(readme).toContain(`**${part}.**`);
      }
    });

    test('needs name canonical tables and columns', () => {
      const { needs, optional_needs } = procedure.meta;
      const stated = [
        ...Object.entries(needs),
        ...Object.entries(optional_needs ?? {}).map(([table, need]) => [table, need.columns] as const),
      ];
      const unknown = stated.flatMap(([table, columns]) => {
        const spec = canonicalTables.get(table);
        if (spec === undefined) return [table];
        const known = new Set(spec.columns.map((column) => column.name));
        return columns.filter((column) => !known.has(column)).map((column) => `${table}.${column}`);
      });
      expect(unknown).toEqual([]);
    });

    test('the SQL gives the same bytes anywhere', () => {
      for (const sql of statements(procedure)) {
        expect(BANNED.filter(([, pattern]) => pattern.test(sql)).map(([name]) => name)).toEqual([]);
        expect(unordered(sql)).toEqual([]);
      }
      if (procedure.sql === null) return;
      expect(stripLiterals(procedure.sql)).toMatch(/ORDER BY [^()]+$/);
      // Which row a DISTINCT ON keeps follows from the order too, which stands elsewhere when it comes last.
      const { rows, order } = orderLast(procedure.sql);
      if (order.length > 0) expect(rows).not.toMatch(/\bDISTINCT ON\b/i);
    });

    test('every parameter is bound, and nothing else is', () => {
      const { params } = procedure.meta;
      for (const [name, spec] of Object.entries(params)) {
        if (spec.type === 'integer' || spec.type === 'decimal') {
          expect(Number(spec.default)).toBeGreaterThanOrEqual(spec.min!);
          expect(Number(spec.default)).toBeLessThanOrEqual(spec.max!);
        }
        if (spec.pattern !== undefined)
          expect(String(spec.default)).toMatch(new RegExp(`^(?:${spec.pattern})$`, 'u'));
        expect(BUILT_IN).not.toContain(name);
      }
      if (procedure.sql === null) return;
      const bound = [procedure.sql, procedure.population ?? ''].flatMap(boundNames);
      expect(bound.filter((name) => !BUILT_IN.includes(name) && !Object.hasOwn(params, name))).toEqual([]);
      expect(Object.keys(params).filter((name) => !bound.includes(name))).toEqual([]);
    });
  },
);

test('the registry and the catalogue are those of the folders', async () => {
  for (const { path, text } of [generateProcedures(), await generateProcedureDocs()]) {
    expect(readFileSync(`${ROOT}${path}`, 'utf8')).toBe(text);
  }
});
