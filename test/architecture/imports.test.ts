import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkRules } from './check.ts';
import { readGraph } from './graph.ts';
import { parseFile } from './parse-file.ts';
import { ruleNames } from './rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const violations = fileURLToPath(new URL('./violations', import.meta.url));
const LAYERS = [
  'bench',
  'cli',
  'electron',
  'engine',
  'fixtures',
  'renderer',
  'scripts',
  'server',
  'shared',
  'test',
  'verifier',
];

function layersOf(folder: string): string[] {
  const present = readdirSync(folder);
  return LAYERS.filter((layer) => present.includes(layer));
}

describe('the import rules', () => {
  it('hold', () => {
    const files = readGraph(root, layersOf(root), /^test\/architecture\/violations\//u);
    expect(checkRules(files)).toEqual([]);
    // A look at nothing would find nothing either: one import of each kind is known.
    expect(files.get('engine/store/store.ts')?.targets).toEqual(
      expect.arrayContaining(['npm:@duckdb/node-api', 'engine/store/session.ts', 'node:path']),
    );
    expect(files.get('engine/store/errors.ts')?.targets).toContain('shared/model/errors.ts');
  });

  it('each have a fixture that breaks them', () => {
    expect(readdirSync(violations).toSorted()).toEqual(ruleNames.toSorted());
  });

  it.each(ruleNames)('%s fires on its fixture, and no other rule does', (rule) => {
    const fixture = join(violations, rule);
    const found = checkRules(readGraph(fixture, layersOf(fixture)));
    expect([...new Set(found.map((violation) => violation.rule))]).toEqual([rule]);
  });
});

describe('a source file', () => {
  it.each([
    ["import x from './a.ts'"],
    ["import type { X } from './a.ts'"],
    ["import { type X } from './a.ts'"],
    ["import './a.ts'"],
    ["export * from './a.ts'"],
    ["export { x } from './a.ts'"],
    ["export type { X } from './a.ts'"],
    ["type X = import('./a.ts').X"],
    ["const x = await import('./a.ts')"],
    ['const x = await import(`./a.ts`)'],
    ["const x = require('./a.ts')"],
  ])('imports by: %s', (text) => {
    expect(parseFile('x.ts', text).specifiers).toEqual(['./a.ts']);
  });

  it('cannot hide an import in a computed name', () => {
    expect(parseFile('x.ts', 'import(name)').specifiers).toEqual(['*']);
  });

  it.each([
    'fetch("x")',
    'void globalThis.fetch("x")',
    'window["fetch"]("x")',
    'const get = fetch',
    'use(fetch)',
    'const tools = { fetch }',
    'new WebSocket("x")',
    'new EventSource("x")',
    'navigator.sendBeacon("x")',
    'new Function("x")',
    'eval("x")',
    'const C = XMLHttpRequest',
    'const f = (fetch) => globalThis.fetch(1)',
  ])('uses a global by: %s', (text) => {
    expect(parseFile('x.ts', text).globals.length).toBeGreaterThan(0);
  });

  it.each([
    'page.fetch()',
    'const x = { fetch: 1 }',
    'type F = Function',
    'class A { fetch() {} }',
    '// fetch()',
    'const f = (fetch) => fetch(1)',
  ])('uses none by: %s', (text) => {
    expect(parseFile('x.ts', text).globals).toEqual([]);
  });
});
