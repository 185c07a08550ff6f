import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { generatedFiles, ROOT } from './generate/files.ts';

// Without words: writes what changed. With --check: names what is stale, and fails.
const checkOnly = process.argv.includes('--check');
for (const { path, text } of await generatedFiles()) {
  const file = resolve(ROOT, path);
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
