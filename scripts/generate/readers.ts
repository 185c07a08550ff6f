import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../engine/readers/', import.meta.url));

function templateText(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

function camel(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The registry of readers: their declarations and words as text, their code as static imports. */
export function generateReaders(): { path: string; text: string } {
  const folders = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, entry.name, 'reader.yaml')))
    .map((entry) => entry.name)
    .sort();
  const coded = folders.filter((folder) => existsSync(join(ROOT, folder, 'reader.ts')));
  const lines = [
    '// Made by scripts/generate.ts from the folders beside it. Do not edit.',
    "import type { EmbeddedReader } from '#engine/intake/registry.ts';",
    ...coded.map((folder) => `import { extract as ${camel(folder)} } from './${folder}/reader.ts';`),
    '',
    'export const embeddedReaders: readonly EmbeddedReader[] = [',
    ...folders.flatMap((folder) => [
      '  {',
      `    folder: '${folder}',`,
      `    extract: ${coded.includes(folder) ? camel(folder) : 'null'},`,
      `    yaml: ${templateText(readFileSync(join(ROOT, folder, 'reader.yaml'), 'utf8'))},`,
      `    readme: ${templateText(readFileSync(join(ROOT, folder, 'README.md'), 'utf8'))},`,
      '  },',
    ]),
    '];',
    '',
  ];
  return { path: 'engine/readers/generated.ts', text: lines.join('\n') };
}
