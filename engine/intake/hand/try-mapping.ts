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

/** The first records as a small file of the same shape, and their numbers in the file as received. */
async function sample(
  session: Session,
  raw: RawTable,
): Promise<{ text: string; numbers: number[]; name: string }> {
  const document = raw.format === 'ndjson' || raw.format === 'json' || raw.format === 'yaml';
  const names = document ? ['document'] : raw.columns.map(({ column }) => column);
  const rows = await session.rows(
    `SELECT ${['record_no', ...names.map(quoteName)].join(', ')} FROM ${rawName(raw)} ORDER BY record_no LIMIT ${TRIED}`,
  );
  const numbers = rows.map((row) => Number(row['record_no']));
  if (document) {
    const records = rows.map((row) => String(row['document']).replace(/[\t\r\n]/g, ' '));
    if (raw.format === 'ndjson')
      return { text: records.map((record) => `${record}\n`).join(''), numbers, name: 'trial.ndjson' };
    const list = `[\n${records.join(',\n')}\n]`;
    return {
      text: raw.records === '' ? list : `{${JSON.stringify(raw.records)}: ${list}}`,
      numbers,
      name: 'trial.json',
    };
  }
  const lines = [
    raw.columns.map(({ header }) => quoted(header)).join(','),
    ...rows.map((row) => names.map((column) => quoted(row[column])).join(',')),
  ];
  return { text: lines.map((line) => `${line}\n`).join(''), numbers, name: 'trial.csv' };
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
  raw: RawTable,
  stated: StatedMoment | null,
  work: WorkOptions,
): Promise<MappingTest> {
  const scratch = await mkdtemp(join(engagement.workDir, 'trial-'));
  try {
    const { text, numbers, name } = await engagement.store.use((session) => sample(session, raw));
    const path = join(scratch, name);
    await writeFile(path, text, { mode: 0o600 });
    const candidate = { path, file: basename(path) };
    const received = await receiveFile(candidate, join(scratch, 'in'), { signal: work.signal });
    const setting = {
      engagement,
      as: mapping.reader,
      raw: false,
      own: [],
      stated,
      suppliedBy: null,
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
