import { parse, stringify } from 'yaml';
import { TickmarkError } from '#shared/model/errors.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { listFrameworks } from '#engine/frameworks/index.ts';
import type { ProcedureMeta } from '../kit/index.ts';
import { parseOwnMeta } from '../meta-schema.ts';
import { digestOf, listProcedures, type Procedure } from '../registry.ts';
import type { OwnPart } from './own-part.ts';

/** An auditor's own procedure as it is kept and packaged: front matter and SELECT, as those of the build are written. */
export interface OwnText {
  source: string;
  population: string | null;
  readme: string;
}

/** Longer ones are no procedures. */
const LARGEST = 1 << 20;

function invalid(message: string): TickmarkError {
  return new TickmarkError('PROCEDURE_INVALID', message, {
    hint: 'An own procedure is YAML in a leading block comment, then one SELECT. Nothing of it was run.',
  });
}

function frontMatter(text: string): unknown {
  if (text.includes('*/')) throw invalid('its front matter ends before its end');
  try {
    return parse(text, { maxAliasCount: 0, schema: 'core' });
  } catch (error) {
    throw invalid(
      `its front matter is not YAML: ${error instanceof Error ? error.message.split('\n')[0]! : ''}`,
    );
  }
}

/** Reads an own procedure, which may have come from somebody else. Nothing of it is run. Throws PROCEDURE_INVALID. */
export function parseOwn({ source, population, readme }: OwnText): Procedure & { own: OwnPart } {
  if (source.length + (population?.length ?? 0) + readme.length > LARGEST) throw invalid('it is too long');
  const match = /^\/\*\n([\s\S]*?)\n\*\/\n([\s\S]+)$/.exec(source);
  if (!match) throw invalid('it has no front matter');
  const stated = parseOwnMeta(frontMatter(match[1]!));
  if ('wrong' in stated) throw invalid(stated.wrong);
  requireKnownTables(stated.meta);
  requireKnownPatterns(stated.meta);
  for (const control of stated.own.controls) requireRequirement(control);
  return {
    ...stated,
    family: 'own',
    sql: match[2]!.trim(),
    population: population === null ? null : population.trim(),
    typed: null,
    source,
    readme,
    digest: digestOf(source, population),
  };
}

/** The text of an own procedure; parsing it gives the same again. Throws PROCEDURE_INVALID. */
export function writeOwn(meta: ProcedureMeta, { raw, rows, controls }: OwnPart, sql: string): string {
  const { replaces: _replaces, ...stated } = meta;
  const yaml = stringify(
    {
      ...stated,
      ...(raw.length > 0 ? { raw } : {}),
      ...(rows === null ? {} : { rows }),
      ...(controls.length > 0 ? { controls } : {}),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  ).trimEnd();
  return `/*\n${yaml}\n*/\n${sql.trim()}\n`;
}

/** Throws PROCEDURE_INVALID for a table that no reader fills: nobody could be asked for it. */
function requireKnownTables({ needs, optional_needs = {} }: ProcedureMeta): void {
  const unknown = [...Object.keys(needs), ...Object.keys(optional_needs)].find(
    (table) => !canonicalTables.has(table),
  );
  if (unknown !== undefined) throw invalid(`needs: there is no table ${unknown}`);
}

/** What a text that an own procedure takes looks like. */
export const TEXT_PATTERN = '.{0,200}';

/** A pattern of somebody else could keep the program busy for hours: only those of this build are taken. */
function requireKnownPatterns({ params }: ProcedureMeta): void {
  const known = new Set([TEXT_PATTERN]);
  for (const { meta } of listProcedures())
    for (const { pattern } of Object.values(meta.params)) if (pattern !== undefined) known.add(pattern);
  for (const [name, { pattern }] of Object.entries(params)) {
    if (pattern !== undefined && !known.has(pattern))
      throw invalid(`params.${name}.pattern: only ${TEXT_PATTERN} can be stated`);
  }
}

/** Throws PROCEDURE_INVALID for a requirement that no framework of this build has. */
function requireRequirement({ framework: id, requirement }: OwnPart['controls'][number]): void {
  const framework = listFrameworks().find((item) => item.id === id);
  if (framework === undefined) {
    const known = listFrameworks().map((item) => item.id);
    throw invalid(`controls: there is no framework ${id}; there are ${known.join(', ')}`);
  }
  if (framework.requirements.some((item) => item.id === requirement)) return;
  const known = framework.requirements.map((item) => item.id);
  throw invalid(
    `controls: ${framework.name} has no requirement ${requirement} here; it has ${known.join(', ')}`,
  );
}
