import { realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { quoteLiteral, type Session } from '#engine/store/index.ts';
import {
  FILE_OPTIONS,
  FILE_TABLE_FUNCTIONS,
  isDeniedFunction,
  PURE_TABLE_FUNCTIONS,
  TABLE_REFS,
} from './allowed.ts';
import { unsteadyParts } from './unsteady.ts';

/** Names that a statement may use. */
export interface GuardCatalogue {
  /** `schema.table`, lower case. */
  tables: ReadonlySet<string>;
  /** Table macros of our own DDL, lower case. */
  macros: ReadonlySet<string>;
  /** The only folder whose files may be read; relative paths are taken from its parent. */
  sourcesDir: string;
}

type Node = Record<string, unknown>;

function forbidden(what: string, hint: string): TickmarkError {
  return new TickmarkError('SQL_FORBIDDEN', what, { hint });
}

const HINT_READ_ONLY = 'The console reads the engagement and nothing else. Write one SELECT over its tables.';
const HINT_PATH = "Name one file under sources/ as text, for example read_csv('sources/<hash>/<name>.csv').";
const HINT_TABLES =
  'The schema tree lists the tables. Files can be read from sources/ with read_csv, read_json or read_parquet.';

/** What a statement that was let through reads and calls; names are in lower case. */
export interface GuardedStatement {
  /** The text to run. */
  sql: string;
  /** `schema.table`. */
  tables: ReadonlySet<string>;
  /** Table macros of our own DDL. */
  macros: ReadonlySet<string>;
  /** Names of columns as they are written, without the table; `*` for all of them. */
  columns: ReadonlySet<string>;
  /** What can give something else the next time, in the statement's own words. */
  unsteady: readonly string[];
}

/**
 * Lets through exactly one SELECT over known tables. Works on DuckDB's own syntax tree, so that what is checked is
 * what runs; everything not known to be harmless is refused.
 *
 * Returns the text to run: the given one, or, where it names files, one with their full paths (DuckDB would take
 * relative ones from the working directory of the process).
 *
 * Throws SQL_INVALID for a statement that does not parse, SQL_FORBIDDEN for one that does more than read.
 */
export async function guardSelect(session: Session, sql: string, catalogue: GuardCatalogue): Promise<string> {
  return (await guardStatement(session, sql, catalogue)).sql;
}

/** The same, with what the statement reads. */
export async function guardStatement(
  session: Session,
  sql: string,
  catalogue: GuardCatalogue,
): Promise<GuardedStatement> {
  const text = String(await session.value('SELECT system.main.json_serialize_sql($sql::VARCHAR)', { sql }));
  const tree = JSON.parse(text) as {
    error: boolean;
    error_type?: string;
    error_message?: string;
    statements?: { node: Node }[];
  };
  if (tree.error) {
    if (tree.error_type === 'not implemented')
      throw forbidden('only SELECT statements can be run', HINT_READ_ONLY);
    throw new TickmarkError(
      'SQL_INVALID',
      (tree.error_message ?? 'the statement cannot be parsed').split('\n')[0]!,
      {
        hint: 'Check the spelling near the place that is named.',
      },
    );
  }
  if (tree.statements?.length !== 1) {
    throw forbidden(
      tree.statements?.length === 0 ? 'there is no statement' : 'only one statement can be run at a time',
      HINT_READ_ONLY,
    );
  }
  const state: Walk = {
    catalogue,
    paths: [],
    tables: new Set(),
    macros: new Set(),
    columns: new Set(),
    unsteady: new Set(),
    sorted: new WeakSet(),
  };
  walk(tree.statements[0]!.node, new Set(), state);
  const { tables, macros, columns, unsteady } = state;
  return {
    sql: await embeddable(session, withPaths(sql, state.paths)),
    tables,
    macros,
    columns,
    unsteady: [...unsteady],
  };
}

/** Text that can stand inside parentheses: without a final semicolon, whatever comments follow it. */
async function embeddable(session: Session, sql: string): Promise<string> {
  const body = sql.replace(/[\s;]+$/, '');
  if (!body.includes(';')) return body;
  const inside = await session.value('SELECT system.main.json_serialize_sql($sql::VARCHAR)', {
    sql: `SELECT * FROM (\n${body}\n)`,
  });
  if (!String(inside).startsWith('{"error":true')) return body;
  return String(
    await session.value(
      'SELECT system.main.json_deserialize_sql(system.main.json_serialize_sql($sql::VARCHAR))',
      { sql },
    ),
  );
}

/** Puts full paths in the place of the literals that named files, at the offsets that the syntax tree states. */
function withPaths(sql: string, paths: Walk['paths']): string {
  let bytes = Buffer.from(sql, 'utf8');
  for (const { offset, real } of [...paths].sort((a, b) => b.offset - a.offset)) {
    const literal = /^'(?:[^']|'')*'/.exec(bytes.subarray(offset).toString('utf8'));
    if (!literal) throw forbidden('the file is not named as plain text', HINT_PATH);
    const after = bytes.subarray(offset + Buffer.byteLength(literal[0]));
    bytes = Buffer.concat([bytes.subarray(0, offset), Buffer.from(quoteLiteral(real)), after]);
  }
  return bytes.toString('utf8');
}

interface Walk {
  catalogue: GuardCatalogue;
  /** Files that are read: byte offset of the literal in the statement, and the full path. */
  paths: { offset: number; real: string }[];
  tables: Set<string>;
  macros: Set<string>;
  columns: Set<string>;
  unsteady: Set<string>;
  sorted: WeakSet<object>;
}

function walk(value: unknown, ctes: ReadonlySet<string>, state: Walk): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, ctes, state);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  const inScope = walkCtes(node, ctes, state);
  if (isTableRef(node)) checkTableRef(node, inScope, state);
  if (node['class'] === 'FUNCTION') checkFunction(node);
  noteColumns(node, state);
  for (const what of unsteadyParts(node, state.sorted)) state.unsteady.add(what);
  for (const [key, child] of Object.entries(node)) {
    if (key === 'cte_map') continue;
    // The function of a table function is judged as such; only its arguments are expressions.
    if (key === 'function' && node['type'] === 'TABLE_FUNCTION')
      walk((child as Node)['children'], inScope, state);
    else walk(child, recursiveScope(node, key, inScope), state);
  }
}

/** Everything in a FROM clause carries `sample` and `alias` and no expression class. */
function isTableRef(node: Node): boolean {
  return 'sample' in node && 'alias' in node && !('class' in node) && !('select_list' in node);
}

/**
 * Walks the WITH list of a node and returns the names that the rest of it sees. Each member sees those before it and
 * neither itself nor later ones: there DuckDB takes the name for a table, a system view or a file.
 */
function walkCtes(node: Node, outer: ReadonlySet<string>, state: Walk): ReadonlySet<string> {
  const members = (node['cte_map'] as { map?: { key: string; value: unknown }[] } | undefined)?.map ?? [];
  let seen = outer;
  for (const { key, value } of members) {
    walk(value, seen, state);
    seen = new Set([...seen, key.toLowerCase()]);
  }
  return seen;
}

/** A recursive member sees itself in its second half only; its first half is what it begins with. */
function recursiveScope(node: Node, key: string, scope: ReadonlySet<string>): ReadonlySet<string> {
  if (node['type'] !== 'RECURSIVE_CTE_NODE' || key !== 'right') return scope;
  return new Set([...scope, String(node['cte_name']).toLowerCase()]);
}

function checkTableRef(node: Node, ctes: ReadonlySet<string>, state: Walk): void {
  const type = String(node['type']);
  // DESCRIBE and SUMMARIZE carry the query they speak of, which is walked like any other; SHOW carries a name only.
  if (type === 'SHOW_REF' && node['query'] != null) return;
  if (!TABLE_REFS.has(type)) throw forbidden(`a ${type.toLowerCase()} cannot be read from`, HINT_TABLES);
  if (type === 'BASE_TABLE') checkBaseTable(node, ctes, state);
  if (type === 'TABLE_FUNCTION') checkTableFunction(node['function'] as Node, state);
}

function checkBaseTable(node: Node, ctes: ReadonlySet<string>, state: Walk): void {
  const name = String(node['table_name']).toLowerCase();
  const schema = String(node['schema_name']).toLowerCase();
  if (node['at_clause'] != null) throw forbidden('AT (…) cannot be used', HINT_READ_ONLY);
  if (String(node['catalog_name']) !== '')
    throw forbidden(`${name} of another database cannot be read`, HINT_TABLES);
  if (schema === '' && ctes.has(name)) return;
  const table = `${schema === '' ? 'main' : schema}.${name}`;
  if (!state.catalogue.tables.has(table)) {
    throw forbidden(`there is no table ${schema === '' ? name : table}`, HINT_TABLES);
  }
  state.tables.add(table);
}

function noteColumns(node: Node, { columns }: Walk): void {
  if (node['class'] === 'STAR') columns.add('*');
  const names = node['class'] === 'COLUMN_REF' ? (node['column_names'] as string[] | undefined) : undefined;
  if (names !== undefined) columns.add(names.at(-1)!.toLowerCase());
}

function checkFunction(node: Node): void {
  const name = String(node['function_name']).toLowerCase();
  if (isDeniedFunction(name)) throw forbidden(`the function ${name} cannot be used`, HINT_READ_ONLY);
}

function checkTableFunction(call: Node, state: Walk): void {
  const name = String(call['function_name']).toLowerCase();
  const schema = String(call['schema']).toLowerCase();
  if (schema !== '' && schema !== 'main')
    throw forbidden(`${schema}.${name} cannot be read from`, HINT_TABLES);
  if (PURE_TABLE_FUNCTIONS.has(name)) return;
  if (state.catalogue.macros.has(name)) {
    state.macros.add(name);
    return;
  }
  if (!FILE_TABLE_FUNCTIONS.has(name))
    throw forbidden(`the function ${name} cannot be read from`, HINT_TABLES);
  const [path, ...options] = call['children'] as Node[];
  state.paths.push(checkedPath(path, state.catalogue.sourcesDir));
  for (const option of options) {
    const key = optionName(option);
    if (key === undefined || !FILE_OPTIONS.has(key)) {
      throw forbidden(
        `the option ${key ?? 'given'} of ${name} cannot be used`,
        'Only options that describe the format of the file can be used.',
      );
    }
  }
}

function optionName(node: Node): string | undefined {
  const left = node['left'] as Node | undefined;
  const names =
    node['type'] === 'COMPARE_EQUAL' ? (left?.['column_names'] as string[] | undefined) : undefined;
  return names?.length === 1 ? names[0]!.toLowerCase() : undefined;
}

/** Requires a literal path that resolves under sources/. */
function checkedPath(node: Node | undefined, sourcesDir: string): { offset: number; real: string } {
  const value = node?.['type'] === 'VALUE_CONSTANT' ? (node['value'] as Node) : undefined;
  const text = value?.['value'];
  if (typeof text !== 'string' || /[*?[\]{}]/.test(text))
    throw forbidden('the file is not named as plain text', HINT_PATH);
  const path = resolve(sourcesDir, '..', text);
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    throw forbidden(`there is no file ${text} under sources/`, HINT_PATH);
  }
  if (!real.startsWith(realpathSync(sourcesDir) + sep))
    throw forbidden(`${text} is not under sources/`, HINT_PATH);
  return { offset: Number(node!['query_location']), real };
}
