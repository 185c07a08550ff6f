import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseProcedureSql } from '#engine/runner/front-matter.ts';
import type { ParamSpec, ProcedureMeta, TypedProcedure } from '#engine/runner/kit/index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = 'engine/procedures';

interface ProcedureFolder {
  id: string;
  family: string;
  name: string;
}

function subfolders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Every folder `engine/procedures/<family>/<name>`; its procedure has the id `<family>.<name>`. */
export function procedureFolders(): ProcedureFolder[] {
  const base = join(ROOT, FOLDER);
  return subfolders(base).flatMap((family) =>
    subfolders(join(base, family)).map((name) => ({ id: `${family}.${name}`, family, name })),
  );
}

function read(folder: ProcedureFolder, file: string): string | null {
  const path = join(ROOT, FOLDER, folder.family, folder.name, file);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : null;
}

function entry(folder: ProcedureFolder, position: number): { imports: string; text: string } {
  const sql = read(folder, 'procedure.sql');
  const typed = read(folder, 'procedure.ts');
  const source = sql ?? typed;
  if (source === null || (sql !== null && typed !== null)) {
    throw new Error(`${folder.id}: needs either procedure.sql or procedure.ts`);
  }
  const readme = read(folder, 'README.md');
  if (readme === null) throw new Error(`${folder.id}: README.md is missing`);
  const name = `typed${position}`;
  const fields = [
    `id: ${JSON.stringify(folder.id)}`,
    `family: ${JSON.stringify(folder.family)}`,
    `source: ${JSON.stringify(source)}`,
    `population: ${JSON.stringify(read(folder, 'population.sql'))}`,
    `readme: ${JSON.stringify(readme)}`,
    `typed: ${typed === null ? 'null' : name}`,
  ];
  return {
    imports:
      typed === null ? '' : `import * as ${name} from './${folder.family}/${folder.name}/procedure.ts';\n`,
    text: `  {\n${fields.map((field) => `    ${field},\n`).join('')}  },\n`,
  };
}

/** Registry of the procedures of this build: static imports and texts, because bundles have no folders to scan. */
export function generateProcedures(): { path: string; text: string } {
  const entries = procedureFolders().map(entry);
  const text = [
    '// biome-ignore-all format: written by scripts/generate/procedures.ts from the folders beside this file\n',
    `import type { ProcedureText } from '#engine/runner/procedure-text.ts';\n`,
    ...entries.map(({ imports }) => imports),
    '\nexport const procedureTexts: readonly ProcedureText[] = [\n',
    ...entries.map(({ text }) => text),
    '];\n',
  ].join('');
  return { path: `${FOLDER}/generated.ts`, text };
}

/** Front matter of every procedure, from the folders and not from the registry, which may be out of date. */
export async function procedureMetas(): Promise<ProcedureMeta[]> {
  const metas: ProcedureMeta[] = [];
  for (const folder of procedureFolders()) {
    const sql = read(folder, 'procedure.sql');
    if (sql !== null) {
      metas.push(parseProcedureSql(sql, folder.id).meta);
      continue;
    }
    const path = join(ROOT, FOLDER, folder.family, folder.name, 'procedure.ts');
    const typed = (await import(pathToFileURL(path).href)) as TypedProcedure;
    metas.push(typed.meta);
  }
  return metas;
}

function cell(text: unknown): string {
  return String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function severityText({ severity }: ProcedureMeta, reason: string): string {
  return typeof severity === 'string' ? severity : (severity[reason] ?? '');
}

/** Patterns as code: Markdown would take parts of them for links. */
function rangeText({ min, max, pattern }: ParamSpec): string {
  if (min !== undefined) return `${min} to ${max}`;
  return pattern === undefined ? 'true, false' : `\`${pattern}\``;
}

function tableList(needs: Record<string, unknown> | undefined): string {
  return Object.keys(needs ?? {})
    .map((table) => `\`${table}\``)
    .join(', ');
}

function section(meta: ProcedureMeta, folder: ProcedureFolder): string[] {
  const params = Object.entries(meta.params);
  const optional = tableList(meta.optional_needs);
  return [
    `## ${meta.id}`,
    '',
    `${meta.title}. Version ${meta.version}. [Method, assumptions, follow-up](../${FOLDER}/${folder.family}/${folder.name}/README.md).`,
    '',
    `Needs ${tableList(meta.needs)}${optional === '' ? '' : `; uses ${optional} where imported`}.`,
    '',
    '| reason | means | severity |',
    '|---|---|---|',
    ...Object.entries(meta.reasons).map(
      ([code, { title }]) => `| \`${code}\` | ${cell(title)} | ${severityText(meta, code)} |`,
    ),
    '',
    ...(params.length === 0
      ? []
      : [
          '| parameter | default | unit | range | |',
          '|---|---|---|---|---|',
          ...params.map(
            ([name, spec]) =>
              `| \`${name}\` | ${cell(spec.default)} | ${cell(spec.unit)} | ${cell(rangeText(spec))} | ${cell(spec.doc)} |`,
          ),
          '',
        ]),
  ];
}

/** Catalogue of the procedures for readers. */
export async function generateProcedureDocs(): Promise<{ path: string; text: string }> {
  const metas = await procedureMetas();
  const folders = procedureFolders();
  const text = [
    '# Procedures',
    '',
    `Generated from \`${FOLDER}/\`. Each has its SQL or TypeScript, a README and cases in its folder.`,
    '',
    ...metas.flatMap((meta, i) => section(meta, folders[i]!)),
  ].join('\n');
  return { path: 'docs/procedures.md', text };
}
