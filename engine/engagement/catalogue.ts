import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { migrate } from '#engine/canonical/index.ts';
import { Store, type Row, type Session } from '#engine/store/index.ts';

/**
 * A received database is untrusted: a macro named `lower` overrides the built-in, a view named `findings` can read
 * or write elsewhere. So every object in it must be one that this build's own DDL makes, letter for letter.
 *
 * The questions name `system.main` and use no function or operator, since both could be overridden.
 */
async function objects(session: Session): Promise<{ key: string; text: string; schema: string }[]> {
  const of = (kind: string, rows: Row[], name: string, text: (row: Row) => string) =>
    rows
      .filter(
        (row) => row['internal'] !== true && row['temporary'] !== true && row['database_name'] !== 'system',
      )
      .map((row) => ({
        key: `${kind} ${String(row['schema_name'])}.${String(row[name])}`,
        text: text(row),
        schema: String(row['schema_name']),
      }));
  const list = (source: string) => session.rows(`SELECT * FROM system.main.${source}()`);
  return [
    ...of('table', await list('duckdb_tables'), 'table_name', (row) => String(row['sql'])),
    ...of('view', await list('duckdb_views'), 'view_name', (row) => String(row['sql'])),
    ...(await list('duckdb_functions')).flatMap((row) =>
      of(`macro (${String(row['function_type'])})`, [row], 'function_name', () =>
        JSON.stringify([row['parameters'], row['macro_definition']]),
      ),
    ),
    ...of('sequence', await list('duckdb_sequences'), 'sequence_name', () => ''),
    ...of('index', await list('duckdb_indexes'), 'index_name', () => ''),
    ...of('type', await list('duckdb_types'), 'type_name', () => ''),
  ];
}

/** Raw tables are made at intake from what no reader claims: text columns and nothing that computes. */
const RAW_TABLE =
  /^CREATE TABLE "?raw"?\.("(?:[^"]|"")+"|\w+)\s*\((?:("(?:[^"]|"")+"|\w+) (?:VARCHAR|BIGINT)(?:, )?)+\);?$/;

/** Throws ENGAGEMENT_UNTRUSTED when the database holds anything that Tickmark did not make. */
export async function requireOwnCatalogue(
  session: Session,
  workDir: string,
  toolVersion: string,
  readOnly: boolean,
): Promise<void> {
  const found = await objects(session);
  const known = await (readOnly ? catalogueOnDisk(toolVersion) : catalogueInMemory(workDir, toolVersion));
  const foreign = found.filter((item) => {
    if (item.schema === 'raw' && item.key.startsWith('table ')) return !RAW_TABLE.test(item.text);
    // Macros are made anew at each opening that may write, so there an older text of a known one is only outdated.
    return item.key.startsWith('macro ') && !readOnly
      ? !known.has(item.key)
      : known.get(item.key) !== item.text;
  });
  const present = new Set(found.map((item) => item.key));
  const missing = [...known.keys()].filter((key) => key.startsWith('table ') && !present.has(key));
  if (missing.length > 0) {
    throw new TickmarkError('ENGAGEMENT_UNTRUSTED', `the database lacks what Tickmark made: ${missing[0]!}`, {
      hint: 'Make a new engagement and import the files under sources/ again.',
      details: missing,
    });
  }
  if (foreign.length > 0) {
    throw new TickmarkError(
      'ENGAGEMENT_UNTRUSTED',
      `the database holds what Tickmark did not make: ${foreign[0]!.key}`,
      {
        hint: 'Make a new engagement and import the files under sources/ again.',
        details: foreign.map((item) => item.key),
      },
    );
  }
}

type Catalogue = ReadonlyMap<string, string>;

let inMemory: Promise<Catalogue> | undefined;
let onDisk: Promise<Catalogue> | undefined;

/** What this build's DDL makes, asked of a database in memory once a process. */
async function catalogueInMemory(workDir: string, toolVersion: string): Promise<Catalogue> {
  inMemory ??= (async () => {
    const reference = await Store.open({ path: ':memory:', sourcesDir: workDir, workDir, timezone: 'UTC' });
    try {
      await reference.transaction((own) => migrate(own, toolVersion));
      return await texts(reference);
    } finally {
      reference.close();
    }
  })();
  return inMemory;
}

/**
 * The same through a file that was closed and opened again: DuckDB prints the text of a macro otherwise once it was
 * stored (brackets, the order of common table expressions), and where nothing can be made anew the texts are compared.
 */
async function catalogueOnDisk(toolVersion: string): Promise<Catalogue> {
  onDisk ??= (async () => {
    const workDir = await mkdtemp(join(tmpdir(), 'tickmark-catalogue-'));
    const options = { path: join(workDir, 'own.duckdb'), sourcesDir: workDir, workDir, timezone: 'UTC' };
    try {
      const made = await Store.open(options);
      try {
        await made.transaction((own) => migrate(own, toolVersion));
      } finally {
        made.close();
      }
      const stored = await Store.open({ ...options, readOnly: true });
      try {
        return await texts(stored);
      } finally {
        stored.close();
      }
    } finally {
      await rm(workDir, { recursive: true, force: true });
    }
  })();
  return onDisk;
}

async function texts(store: Store): Promise<Catalogue> {
  return new Map((await store.use((session) => objects(session))).map((item) => [item.key, item.text]));
}
