// oxlint-disable-next-line typescript/triple-slash-reference -- the package has no types; this is where every project finds them
/// <reference path="./sql-js.d.ts" />
import { readFile, stat } from 'node:fs/promises';
import type { Database, SqlValue } from 'sql.js/dist/sql-wasm-inline.js';
import { TickmarkError } from '#shared/model/errors.ts';
import { openJsonBytes, type OpenDocument } from '../document/document.ts';
import { batonEntitlement, batonGrant, batonResource, batonResourceType } from './objects.ts';
import { unpackZstd } from './zstd.ts';

/** `C1ZF` and a NUL byte, then zstd. */
const HEADER = 5;
const LARGEST_FILE = 256 * 2 ** 20;
const MOST_ROWS = 2_000_000;

function pebble(): TickmarkError {
  return new TickmarkError('FILE_BINARY', 'the baton sync file keeps its data in Pebble, not in SQLite', {
    hint: 'Ask for it written with the SQLite engine, or for an export of it as CSV or JSON (`baton grants -o json`).',
  });
}

function* rows(database: Database, sql: string): Generator<SqlValue[]> {
  const statement = database.prepare(sql);
  try {
    while (statement.step()) yield statement.get();
  } finally {
    statement.free();
  }
}

function list(database: Database, table: string, columns: string, sync: string): SqlValue[][] {
  const found: SqlValue[][] = [];
  const id = sync.replaceAll("'", "''");
  for (const row of rows(database, `SELECT ${columns} FROM ${table} WHERE sync_id = '${id}' ORDER BY id`)) {
    found.push(row);
    if (found.length > MOST_ROWS) {
      throw new TickmarkError('FILE_TOO_COMPLEX', `${table} holds more than ${MOST_ROWS} rows`, {
        hint: 'Ask for the grants as CSV.',
      });
    }
  }
  return found;
}

interface Sync {
  id: string;
  started: string;
  ended: string | null;
  type: string;
}

const EXPECTED = ['v1_sync_runs', 'v1_resource_types', 'v1_resources', 'v1_entitlements', 'v1_grants'];

/** Names of the tables that are there; a view in their place would run whatever it holds. */
function requireTables(database: Database): void {
  const names = [...rows(database, `SELECT name FROM sqlite_master WHERE type = 'table'`)].map(
    ([name]) => name,
  );
  const lacking = EXPECTED.filter((name) => !names.includes(name));
  if (lacking.length > 0) {
    throw new TickmarkError('FILE_MALFORMED', `the baton sync file has no table ${lacking.join(', ')}`, {
      hint: 'It may be of a version that is not known here. Ask for an export as CSV or JSON.',
    });
  }
}

/** The latest complete sync of all data; without one the latest of all, to be told so. */
function chooseSync(database: Database): { sync: Sync; others: number } {
  const typed = [...rows(database, `SELECT name FROM pragma_table_info('v1_sync_runs')`)].some(
    ([name]) => name === 'sync_type',
  );
  const columns = `sync_id, started_at, ended_at, ${typed ? 'sync_type' : `'full'`}`;
  const syncs = [...rows(database, `SELECT ${columns} FROM v1_sync_runs ORDER BY started_at, id`)].map(
    ([id, started, ended, type]): Sync => ({
      id: String(id),
      started: String(started),
      ended: ended === null ? null : String(ended),
      type: String(type),
    }),
  );
  const complete = syncs.filter((sync) => sync.ended !== null && sync.type === 'full');
  const sync = complete.at(-1) ?? syncs.at(-1);
  if (sync === undefined)
    throw new TickmarkError('FILE_EMPTY', 'the baton sync file holds no sync', {
      hint: 'Ask for the export again.',
    });
  return { sync, others: syncs.length - 1 };
}

function iso(text: string): string {
  return `${text
    .replace(' ', 'T')
    .replace(/(\.\d{1,6})\d*/, '$1')
    .replace(/(?:Z|\+00:00)?$/, '')}Z`;
}

async function openDatabase(path: string): Promise<Database> {
  const { size } = await stat(path);
  if (size > LARGEST_FILE) {
    throw new TickmarkError('FILE_TOO_COMPLEX', 'the baton sync file is larger than 256 MB', {
      hint: 'Ask for the grants as CSV.',
    });
  }
  const bytes = await readFile(path);
  if (bytes[3] !== 0x46) throw pebble();
  const unpacked = unpackZstd(bytes.subarray(HEADER));
  if (Buffer.from(unpacked.subarray(0, 15)).toString('latin1') !== 'SQLite format 3') throw pebble();
  const { default: initSqlJs } = await import('sql.js/dist/sql-wasm-inline.js');
  const { Database } = await initSqlJs();
  return new Database(unpacked);
}

/**
 * A sync file of baton as a document with the lists `resource_types`, `resources`, `entitlements` and `grants`.
 * Throws FILE_BINARY for the Pebble form, FILE_MALFORMED, FILE_TRUNCATED, FILE_EMPTY, FILE_TOO_COMPLEX.
 */
export async function openC1z(path: string): Promise<{ document: OpenDocument; notes: string[] }> {
  let database: Database | null = null;
  try {
    database = await openDatabase(path);
    requireTables(database);
    const { sync, others } = chooseSync(database);
    const data = (table: string) =>
      list(database!, table, 'data', sync.id).map(([blob]) => blob as Uint8Array);
    const as_of = iso(sync.ended ?? sync.started);
    const content = {
      grants: data('v1_grants').map((blob) => ({ ...batonGrant(blob), as_of })),
      resources: data('v1_resources').map(batonResource),
      entitlements: data('v1_entitlements').map(batonEntitlement),
      resource_types: data('v1_resource_types').map(batonResourceType),
    };
    const notes = [`baton sync ${sync.id}, begun ${iso(sync.started)}`];
    if (sync.ended === null) notes.push('the sync never ended: what it lacks was not collected');
    if (sync.type !== 'full') notes.push(`the sync is of the type ${sync.type}, not of all data`);
    if (others > 0) notes.push(`${others} other sync${others === 1 ? '' : 's'} in the file passed over`);
    return { document: await openJsonBytes(Buffer.from(JSON.stringify(content))), notes };
  } catch (error) {
    if (error instanceof TickmarkError) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new TickmarkError('FILE_MALFORMED', `the baton sync file is damaged: ${words}`, {
      hint: 'Copy or download it again.',
      cause: error,
    });
  } finally {
    database?.close();
  }
}
