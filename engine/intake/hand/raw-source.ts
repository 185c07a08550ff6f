import { TickmarkError } from '#shared/model/errors.ts';
import type { RawTable, Receipt } from '#shared/model/receipt.ts';
import type { Session } from '#engine/store/index.ts';
import { requireSource } from '../sources.ts';

/** A source whose text is kept, and so can be mapped by hand. Throws NOT_FOUND, SOURCE_SUPERSEDED, DATA_MISSING. */
export async function rawSource(
  session: Session,
  source: string,
): Promise<{ receipt: Receipt; raw: readonly RawTable[] }> {
  const receipt = await requireSource(session, source);
  if (receipt.superseded_by !== undefined) {
    throw new TickmarkError('SOURCE_SUPERSEDED', `${receipt.file} was replaced by ${receipt.superseded_by}`, {
      hint: 'Map the file that took its place.',
    });
  }
  if (receipt.raw === undefined || receipt.raw.length === 0) {
    throw new TickmarkError('DATA_MISSING', `${receipt.file} is read by ${receipt.reader ?? 'no reader'}`, {
      hint: 'Read it again as text first: "tickmark reread … --as raw".',
    });
  }
  return { receipt, raw: receipt.raw };
}

/** The part that has all headers that a mapping reads; the first where none has. */
export function partFor(raw: readonly RawTable[], headers: readonly string[]): RawTable {
  const has = ({ columns }: RawTable) =>
    headers.filter((header) => columns.some((column) => column.header === header)).length;
  return raw.reduce((best, part) => (has(part) > has(best) ? part : best));
}
