import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MappingTest } from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { RawTable, Receipt } from '#shared/model/receipt.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import { receiveFile } from '../file/receive.ts';
import { loadFile } from '../load-file.ts';
import type { StatedMoment } from '../moment.ts';
import { readReceived } from '../read-received.ts';
import type { Mapping } from './mappings.ts';
import { LINE } from '../text/open-lines.ts';
import { rawName } from './preview.ts';

const TRIED = 100;
const SHOWN = 20;

/** Ends the transaction of a trial: nothing of it is kept. */
class TrialOver extends Error {
  readonly result: MappingTest;
  constructor(result: MappingTest) {
    super('trial over');
    this.result = result;
  }
}

function quoted(value: unknown): string {
  // An empty text and no value stay different: only the first is quoted.
  return value === null ? '' : `"${String(value).replaceAll('"', '""')}"`;
}

interface Sample {
  text: string;
  /** Numbers of the records in the file as received; empty where they count as they do in it. */
  numbers: number[];
  name: string;
}

async function firstRows(session: Session, raw: RawTable, names: readonly string[]) {
  return session.rows(
    `SELECT ${['record_no', ...names.map(quoteName)].join(', ')} FROM ${rawName(raw)} ORDER BY record_no LIMIT ${TRIED}`,
  );
}

/** Lists in a document, each at its place. */
function nested(lists: readonly { path: string; json: string }[]): string {
  const own = lists.find(({ path }) => path === '');
  if (own) return own.json;
  const heads = [...new Set(lists.map(({ path }) => path.split('.')[0]!))];
  const members = heads.map((head) => {
    const inside = lists
      .filter(({ path }) => path === head || path.startsWith(`${head}.`))
      .map(({ path, json }) => ({ path: path.slice(head.length + 1), json }));
    return `${JSON.stringify(head)}: ${nested(inside)}`;
  });
  return `{${members.join(',\n')}}`;
}

async function documentSample(session: Session, parts: readonly RawTable[]): Promise<Sample> {
  const numbers: number[] = [];
  const lists = [];
  for (const part of parts) {
    const rows = await firstRows(session, part, ['document']);
    numbers.push(...rows.map((row) => Number(row['record_no'])));
    const records = rows.map((row) => String(row['document']).replace(/[\t\r\n]/g, ' '));
    if (part.format === 'ndjson')
      return { text: records.map((record) => `${record}\n`).join(''), numbers, name: 'trial.ndjson' };
    const named = () =>
      records.map((record) => `${JSON.stringify((JSON.parse(record) as { $key: string }).$key)}: ${record}`);
    lists.push({
      path: part.records,
      json: part.keyed ? `{\n${named().join(',\n')}\n}` : `[\n${records.join(',\n')}\n]`,
    });
  }
  return { text: nested(lists), numbers, name: 'trial.json' };
}

/** The first records as a small file of the same shape. */
async function sample(session: Session, parts: readonly RawTable[]): Promise<Sample> {
  const raw = parts[0]!;
  if (raw.format === 'text') {
    const rows = await firstRows(session, raw, [LINE]);
    return {
      text: rows.map((row) => `${String(row[LINE] ?? '')}\n`).join(''),
      numbers: [],
      name: 'trial.txt',
    };
  }
  if (raw.format !== 'csv' && raw.format !== 'xlsx') return documentSample(session, parts);
  const names = raw.columns.map(({ column }) => column);
  const rows = await firstRows(session, raw, names);
  const lines = [
    raw.columns.map(({ header }) => quoted(header)).join(','),
    ...rows.map((row) => names.map((column) => quoted(row[column])).join(',')),
  ];
  return {
    text: lines.map((line) => `${line}\n`).join(''),
    numbers: rows.map((row) => Number(row['record_no'])),
    name: 'trial.csv',
  };
}

async function tables(
  session: Session,
  receipt: Receipt,
  numbers: readonly number[],
): Promise<MappingTest['tables']> {
  const made = [];
  for (const { table, rows } of receipt.rows) {
    const columns = canonicalTables
      .get(table)!
      .columns.map(({ name }) => name)
      .slice(2);
    const first = await session.rows(
      `SELECT record_no, ${columns.map(quoteName).join(', ')} FROM main.${quoteName(table)}
       WHERE source_id = $id ORDER BY record_no, rowid LIMIT ${SHOWN}`,
      { id: receipt.source_id },
    );
    made.push({
      table,
      rows,
      columns,
      first: first.map((row) => ({
        record: numbers[Number(row['record_no']) - 1] ?? Number(row['record_no']),
        values: columns.map((name) => row[name] ?? null),
      })),
    });
  }
  return made;
}

/**
 * Reads the first hundred records of a file with a mapping, on the path of every import, in a transaction that is
 * rolled back. Record numbers are those of the file. Throws MAPPING_INVALID where the mapping does not fit the file.
 */
export async function tryMapping(
  engagement: Engagement,
  mapping: Mapping,
  parts: readonly RawTable[],
  stated: StatedMoment | null,
  work: WorkOptions,
): Promise<MappingTest> {
  const scratch = await mkdtemp(join(engagement.workDir, 'trial-'));
  try {
    const { text, numbers, name } = await engagement.store.use((session) => sample(session, parts));
    const path = join(scratch, name);
    await writeFile(path, text, { mode: 0o600 });
    const candidate = { path, file: basename(path) };
    const received = await receiveFile(candidate, join(scratch, 'in'), { signal: work.signal });
    const setting = {
      engagement,
      as: mapping.reader,
      raw: null,
      own: [],
      stated,
      suppliedBy: null,
      origin: null,
      rawBefore: [],
      work,
    };
    return await readReceived(setting, candidate, received, (context) =>
      engagement.store
        .transaction(async (session): Promise<MappingTest> => {
          const receipt = await loadFile(session, context, received.path);
          const rejects = await session.rows(
            'SELECT record_no, code, message, raw FROM work.rejects WHERE source_id = $id ORDER BY record_no, code',
            { id: receipt.source_id },
          );
          throw new TrialOver({
            records: receipt.read,
            loaded: receipt.loaded,
            rejected: receipt.rejected,
            rejects: rejects.map((row) => ({
              record: numbers[Number(row['record_no']) - 1] ?? Number(row['record_no']),
              code: String(row['code']),
              message: String(row['message']),
              raw: row['raw'] === null ? null : String(row['raw']),
            })),
            tables: await tables(session, receipt, numbers),
            unused: [...(context.planned[0]?.binding?.unused ?? [])],
            yaml: mapping.yaml,
          });
        })
        .catch((error: unknown) => {
          if (error instanceof TrialOver) return error.result;
          throw error;
        }),
    );
  } catch (error) {
    if (error instanceof TickmarkError && error.code === 'READER_MISMATCH') {
      throw new TickmarkError('MAPPING_INVALID', error.message, {
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error,
      });
    }
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
