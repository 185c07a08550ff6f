import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Mapping } from './hand/mappings.ts';
import { requireReader, type Reader } from './registry.ts';

/** The part of a receipt that says how its file was read. */
export type ReadAs = Pick<Receipt, 'source_id' | 'reader' | 'reader_named' | 'mapping_sha256'>;

/**
 * The reader that was named for a file, or the mapping in the version of then; null = found by content. Throws
 * PACKAGE_INVALID where the mapping is not among those given, READER_UNKNOWN.
 */
export function recordedReader(receipt: ReadAs, mappings: readonly Mapping[]): Reader | null {
  if (receipt.mapping_sha256 !== undefined) {
    const mapping = mappings.find(({ sha256 }) => sha256 === receipt.mapping_sha256);
    if (mapping) return mapping.reader;
    throw new TickmarkError(
      'PACKAGE_INVALID',
      `the mapping ${receipt.reader} of ${receipt.source_id} is missing`,
      { hint: 'Files that were mapped by hand can be read again only with their mapping.' },
    );
  }
  return receipt.reader_named && receipt.reader !== null ? requireReader(receipt.reader) : null;
}
