import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { generateProfiles } from '#engine/integrity/profiles/generate.ts';
import { generateDictionary } from './generate/dictionary.ts';
import { generateErrors } from './generate/errors.ts';
import { generateFrameworkDocs, generateFrameworks } from './generate/frameworks.ts';
import { generateProcedureDocs, generateProcedures } from './generate/procedures.ts';
import { generateReaderDocs, generateReaders } from './generate/readers.ts';

export interface GeneratedFile {
  path: string;
  text: string;
}

/** Everything that is derived from other files of the repository and committed. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  return Promise.all([
    generateProfiles(),
    generateReaders(),
    generateReaderDocs(),
    generateProcedures(),
    generateProcedureDocs(),
    generateFrameworks(),
    generateFrameworkDocs(),
    generateDictionary(),
    generateErrors(),
  ]);
}

/** Without words: writes what changed. With --check: names what is stale, and fails. */
async function main(): Promise<void> {
  const root = resolve(import.meta.dirname, '..');
  const checkOnly = process.argv.includes('--check');
  for (const { path, text } of await generatedFiles()) {
    const file = resolve(root, path);
    const present = await readFile(file, 'utf8').catch(() => '');
    if (present === text) continue;
    if (checkOnly) {
      console.error(`stale: ${path} (run "npm run generate")`);
      process.exitCode = 1;
    } else {
      await writeFile(file, text);
      console.log(`written: ${path}`);
    }
  }
}

await main();
