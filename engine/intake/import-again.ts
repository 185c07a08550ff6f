import type { RawTable, Receipt } from '#shared/model/receipt.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import type { Mapping } from './hand/mappings.ts';
import { statedEncoding } from './file/encoding.ts';
import { importFiles } from './import-files.ts';
import { dateInName } from './moment.ts';
import type { AsText } from './opened.ts';
import { recordedReader } from './recorded-reader.ts';
import { rereadSource } from './reread.ts';

/** A file with the receipt that recorded how it was read. */
export interface RecordedFile {
  path: string;
  receipt: Pick<
    Receipt,
    | 'source_id'
    | 'file'
    | 'encoding'
    | 'reader'
    | 'tables'
    | 'raw'
    | 'origin'
    | 'reader_named'
    | 'as_of_stated'
    | 'mapping_sha256'
  >;
}

/** Nothing was stated for it: content and name alone say how it is read. */
function isPlain({ receipt }: RecordedFile): boolean {
  const { raw, origin, reader_named, as_of_stated, mapping_sha256, encoding } = receipt;
  if (statedEncoding(encoding) !== null) return false;
  if (raw !== undefined || origin !== undefined || reader_named || mapping_sha256 !== undefined) return false;
  return as_of_stated === undefined || dateInName(receipt.file) === as_of_stated.moment;
}

/** How a file was taken in as text. */
function wordFor(raw: readonly RawTable[]): AsText {
  return raw.some(({ format }) => format === 'text') ? 'lines' : 'raw';
}

async function importStated(
  engagement: Engagement,
  file: RecordedFile,
  mappings: readonly Mapping[],
  work: WorkOptions,
): Promise<void> {
  const { receipt, path } = file;
  const reader = recordedReader(receipt, mappings);
  const stated = receipt.as_of_stated ?? null;
  const raw = receipt.raw ?? [];
  // A table of text that the receipt does not count among its own is from before the file was mapped.
  const textFirst = receipt.reader !== null && raw.some(({ table }) => !receipt.tables.includes(table));
  const asText = textFirst || (receipt.reader_named === true && receipt.reader === null);
  const named = { ...work, namedAs: new Map([[path, receipt.file]]) };
  await importFiles(engagement, [path], asText ? { ...named, as: wordFor(raw) } : named, {
    reader: asText ? null : reader,
    stated,
    encoding: statedEncoding(receipt.encoding),
    origin: receipt.origin ?? null,
    rawBefore: raw,
  });
  if (textFirst) await rereadSource(engagement, receipt.source_id, { ...work, recorded: { reader, stated } });
}

/**
 * Imports files again as they were imported before, in their order: with the readers, mappings and moments that were
 * stated then, under the names of then, and all others by content again. Throws PACKAGE_INVALID without a mapping, READER_UNKNOWN, CANCELLED.
 */
export async function importAgain(
  engagement: Engagement,
  files: readonly RecordedFile[],
  mappings: readonly Mapping[],
  work: WorkOptions,
): Promise<void> {
  let batch: string[] = [];
  const namedAs = new Map(files.map(({ path, receipt }) => [path, receipt.file]));
  const importBatch = async () => {
    if (batch.length > 0) await importFiles(engagement, batch, { ...work, namedAs });
    batch = [];
  };
  for (const file of files) {
    if (isPlain(file)) batch.push(file.path);
    else {
      await importBatch();
      await importStated(engagement, file, mappings, work);
    }
  }
  await importBatch();
}
