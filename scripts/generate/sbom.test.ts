import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateNoticeDocs } from './notices.ts';
import { generateSbom } from './sbom.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const bom = JSON.parse(generateSbom().text) as {
  metadata: { component: { 'bom-ref': string } };
  components: {
    'bom-ref': string;
    name: string;
    version: string;
    hashes: { alg: string; content: string }[];
  }[];
  dependencies: { ref: string; dependsOn: string[] }[];
};

test('the bill of materials names every direct dependency in its pinned version, and no tool of development', () => {
  const named = new Map(bom.components.map(({ name, version }) => [name, version]));
  for (const [name, version] of Object.entries(manifest.dependencies))
    expect([name, named.get(name)]).toEqual([name, version]);
  for (const name of ['vitest', '@playwright/test', 'oxlint', 'electron-builder'])
    expect(named.has(name)).toBe(false);
});

test('every component is needed by something that leads to the product', () => {
  const needs = new Map(bom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const reached = new Set<string>();
  const open = [bom.metadata.component['bom-ref']];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (reached.has(ref)) continue;
    reached.add(ref);
    open.push(...(needs.get(ref) ?? []));
  }
  expect(bom.components.map((component) => component['bom-ref']).filter((ref) => !reached.has(ref))).toEqual(
    [],
  );
});

test('digests are those of the archives: 64 bytes of SHA-512', () => {
  for (const { hashes } of bom.components)
    for (const { alg, content } of hashes) expect([alg, content.length]).toEqual(['SHA-512', 128]);
});

test('the notices carry the words of the licences', () => {
  const { text } = generateNoticeDocs();
  expect(text).toContain('| react | 19.3.1 | MIT |');
  expect(text).toContain('SIL OPEN FONT LICENSE');
  expect(text).toContain('Copyright (c) Meta Platforms, Inc. and affiliates.');
});
