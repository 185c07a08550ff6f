import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import {
  isInterrupt,
  quoteLiteral,
  quoteName,
  sqlMessage,
  type Session,
  type Store,
} from '#engine/store/index.ts';
import type { TextFile } from '../file/unpack.ts';
import { requireColumns } from '../most-columns.ts';

/** Values beyond which a small file is taken for one that was made to grow. */
const MANY_VALUES = 64_000_000;
const VALUES_A_BYTE = 200;

/** SQL of a value as text, in the form that coercions understand. */
function asText(name: string, type: string): string {
  const column = quoteName(name);
  if (type === 'TIMESTAMP WITH TIME ZONE')
    return `strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')`;
  if (type.startsWith('TIMESTAMP')) return `strftime(${column}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%f')`;
  if (type === 'BLOB') return `hex(${column})`;
  return /[[(]/.test(type) && !type.startsWith('DECIMAL')
    ? `to_json(${column})::VARCHAR`
    : `${column}::VARCHAR`;
}

async function refuseBomb(session: Session, path: string, size: number, columns: number): Promise<void> {
  const rows = Number(
    await session.value(`SELECT num_rows::VARCHAR FROM parquet_file_metadata(${quoteLiteral(path)})`),
  );
  const values = rows * columns;
  if (values > MANY_VALUES && values > size * VALUES_A_BYTE) {
    throw new TickmarkError(
      'FILE_TOO_COMPLEX',
      `the Parquet file says that it holds ${rows} rows in ${size} bytes`,
      {
        hint: 'It looks like a decompression bomb. Ask for the data as CSV.',
      },
    );
  }
}

/**
 * A Parquet file as a table of text beside it, which every reader of tables can take: numbers as written, times in ISO
 * 8601 (those with a zone in UTC), lists and structures as JSON, bytes as hexadecimal digits.
 * Throws FILE_MALFORMED, FILE_TOO_COMPLEX.
 */
export async function parquetText(path: string, scratch: string, store: Store): Promise<TextFile> {
  const target = join(scratch, 'parquet.csv');
  const { size } = await stat(path);
  try {
    await store.use(async (session) => {
      const source = `read_parquet(${quoteLiteral(path)})`;
      const columns = await session.rows(`DESCRIBE SELECT * FROM ${source}`);
      requireColumns(columns.length);
      await refuseBomb(session, path, size, columns.length);
      const texts = columns.map((column) => {
        const name = String(column['column_name']);
        return `${asText(name, String(column['column_type']))} AS ${quoteName(name)}`;
      });
      await session.run(
        `COPY (SELECT ${texts.join(', ')} FROM ${source}) TO ${quoteLiteral(target)}
         (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', FORCE_QUOTE *)`,
      );
    });
  } catch (error) {
    if (error instanceof TickmarkError || isInterrupt(error)) throw error;
    throw new TickmarkError('FILE_MALFORMED', `the Parquet file cannot be read: ${sqlMessage(error)}`, {
      hint: 'Copy or download it again, or ask for the data as CSV.',
      cause: error,
    });
  }
  return { path: target, size: (await stat(target)).size, encoding: 'utf-8', original: false };
}
