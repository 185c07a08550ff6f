import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type Framework, parseFramework } from '#engine/frameworks/framework.ts';
import { procedureMetas } from './procedures.ts';

const FOLDER = fileURLToPath(new URL('../../engine/frameworks/', import.meta.url));

function readFrameworks(): Framework[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => parseFramework(parse(readFileSync(join(FOLDER, name), 'utf8')), name));
}

/** The mapping files as one module. */
export function generateFrameworks(): { path: string; text: string } {
  const text = [
    '// biome-ignore-all format: written by scripts/generate/frameworks.ts from the mapping files beside this one\n',
    `import type { Framework } from './framework.ts';\n\n`,
    `export const frameworks: readonly Framework[] = ${JSON.stringify(readFrameworks(), null, 2)};\n`,
  ].join('');
  return { path: 'engine/frameworks/generated.ts', text };
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function frameworkSection({ name, edition, note, requirements }: Framework): string[] {
  return [
    `## ${name}`,
    '',
    `Edition: ${edition}.${note === undefined ? '' : ` ${note}`}`,
    '',
    '| requirement | what it asks, in our words | procedures |',
    '|---|---|---|',
    ...requirements.map(
      ({ id, also, summary, procedures }) =>
        `| ${cell([id, ...also].join(', '))} | ${cell(summary)} | ${procedures.map((procedure) => `\`${procedure}\``).join(', ')} |`,
    ),
    '',
  ];
}

/** Which requirement is served by which procedures, and the other way round. */
export async function generateFrameworkDocs(): Promise<{ path: string; text: string }> {
  const frameworks = readFrameworks();
  const ids = (await procedureMetas()).map(({ id }) => id);
  const reverse = ids.map((id) => {
    const served = frameworks.flatMap(({ name, requirements }) =>
      requirements
        .filter(({ procedures }) => procedures.includes(id))
        .map((requirement) => `${name} ${requirement.id}`),
    );
    return `| \`${id}\` | ${cell(served.join(', ') || 'none')} |`;
  });
  const text = [
    '# Frameworks',
    '',
    'Generated from `engine/frameworks/*.yaml`. A mapping says which tests speak to a requirement; it is no statement of compliance.',
    '',
    ...frameworks.flatMap(frameworkSection),
    '## By procedure',
    '',
    '| procedure | requirements |',
    '|---|---|',
    ...reverse,
    '',
  ].join('\n');
  return { path: 'docs/frameworks.md', text };
}
