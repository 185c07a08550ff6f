import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { listProcedures } from '#engine/runner/index.ts';
import { generateFrameworkDocs, generateFrameworks } from '../../scripts/generate/frameworks.ts';
import { parseFramework } from './framework.ts';
import { controlsOf, listFrameworks } from './index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ids = new Set(listProcedures().map(({ meta }) => meta.id));

describe('mappings', () => {
  test('seven frameworks', () => {
    expect(listFrameworks().map(({ id }) => id)).toEqual([
      'gdpr',
      'hipaa',
      'iso27001',
      'nist-800-53',
      'pci-dss',
      'soc2',
      'sox',
    ]);
  });

  test('every procedure named exists', () => {
    const named = listFrameworks().flatMap(({ requirements }) =>
      requirements.flatMap(({ procedures }) => procedures),
    );
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('a requirement is stated once, and names a procedure once', () => {
    for (const { requirements } of listFrameworks()) {
      const stated = requirements.map(({ id }) => id);
      expect(stated).toEqual([...new Set(stated)]);
      for (const { procedures } of requirements) expect(procedures).toEqual([...new Set(procedures)]);
    }
  });

  test('every procedure serves a requirement', () => {
    expect([...ids].filter((id) => controlsOf(id).length === 0)).toEqual([]);
  });

  test('the other direction is derived', () => {
    expect(controlsOf('trail.chain-intact')).toContainEqual({
      framework: 'ISO/IEC 27001',
      requirement: 'A.8.15',
      summary: 'Activity is logged, and logs are protected',
    });
    expect(controlsOf('no.such-procedure')).toEqual([]);
  });

  test('a mapping of another form is refused with its place', () => {
    const requirement = { id: 'X', summary: 'x', procedures: [] };
    const value = { id: 'x', name: 'X', edition: '1', requirements: [requirement] };
    expect(() => parseFramework(value, 'x.yaml')).toThrow('x.yaml: requirements.0.procedures');
  });

  test('the module and the matrix are those of the files', async () => {
    for (const { path, text } of [generateFrameworks(), await generateFrameworkDocs()]) {
      expect(readFileSync(`${ROOT}${path}`, 'utf8')).toBe(text);
    }
  });
});
