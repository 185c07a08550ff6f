import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles, ROOT } from './generate/files.ts';

const files = await generatedFiles();

test.each(files)('$path is what it is generated from', ({ path, text }) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
});

test('each kind of generated file is made', () => {
  const kinds = files.map(({ path }) =>
    path.replace(/^docs\/spec\/schemas\/.*\.schema\.json$/, 'docs/spec/schemas'),
  );
  expect([...new Set(kinds)]).toEqual([
    'docs/spec/schemas',
    'engine/evidence/verify/schemas/generated/schemas.ts',
    'engine/integrity/profiles/generated.ts',
    'engine/readers/generated.ts',
    'docs/readers.md',
    'engine/procedures/generated.ts',
    'docs/procedures.md',
    'engine/frameworks/generated.ts',
    'docs/frameworks.md',
    'docs/data-dictionary.md',
    'engine/engagement/catalogue/generated.ts',
    'docs/errors.md',
    'engine/service/notices/generated.ts',
    'docs/third-party-notices.md',
    'docs/sbom.cdx.json',
    'engine/integrity/scanner/generated.ts',
    'engine/intake/scanner/generated.ts',
    'engine/evidence/format/redaction/kernel/generated.ts',
    'engine/evidence/verify/threads/generated.ts',
    'engine/hashing/generated.ts',
    'renderer/views/people/world/generated/outlines.ts',
  ]);
});
