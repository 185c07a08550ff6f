import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generateReaders } from '../../scripts/generate/readers.ts';

test('the registry of readers is what the folders say', () => {
  const { path, text } = generateReaders();
  const root = fileURLToPath(new URL('../../', import.meta.url));
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});
