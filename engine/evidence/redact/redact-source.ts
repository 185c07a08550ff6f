import { TickmarkError } from '#shared/model/errors.ts';
import { writeRow } from '../format/redaction/redacted.ts';
import { sourceDigest, type SourceRoot } from '../format/redaction/roots.ts';
import { RowHasher } from '../format/redaction/row-hasher.ts';
import { type Row, splitRows } from '../format/redaction/rows.ts';
import type { Chunks } from '../format/zip-write.ts';
import { chooseCells, HEADER_ROWS, type SourceChoice } from './choose-cells.ts';

export interface RedactedSource {
  /** Path of the source in the whole package. */
  path: string;
  rows: number;
  rows_withheld: number;
  /** Cells withheld in rows that are disclosed. */
  cells_withheld: number;
}

/**
 * Lines of the redacted form of a source; `open` reads it from its beginning. `totals` is complete when the last
 * line was taken. Throws BAD_ARGUMENT for columns, rows or values that the source does not have.
 */
export async function* redactSource(
  source: SourceRoot,
  choice: SourceChoice,
  seed: Uint8Array,
  open: () => Chunks,
  totals: RedactedSource,
): AsyncGenerator<Uint8Array> {
  const hasher = new RowHasher(seed, sourceDigest(source.path) ?? '');
  const chooser = chooseCells(source, choice, await firstRows(open(), source));
  for await (const rows of splitRows(open(), source)) {
    const lines: Buffer[] = [];
    for (const row of rows) {
      const number = ++totals.rows;
      const decision = chooser.decide(row, number);
      if (decision === 'all') totals.rows_withheld += 1;
      else totals.cells_withheld += decision.length;
      lines.push(
        writeRow(
          decision === 'all'
            ? { hash: hasher.hash(number, row), cells: null }
            : hasher.disclose(number, row, decision),
        ),
      );
    }
    yield Buffer.concat(lines);
  }
  chooser.finish(totals.rows);
  if (totals.rows_withheld + totals.cells_withheld === 0)
    throw new TickmarkError('BAD_ARGUMENT', `nothing of ${source.path} would be withheld`, {
      hint: 'Keep the whole file instead.',
    });
}

/** The rows in which a header is looked for. */
export async function firstRows(chunks: Chunks, source: SourceRoot): Promise<Row[]> {
  const head: Row[] = [];
  for await (const rows of splitRows(chunks, source)) {
    head.push(...rows.slice(0, HEADER_ROWS - head.length));
    if (head.length === HEADER_ROWS) break;
  }
  return head;
}
