import type { SourceSheet } from '#shared/contract/intake-schemas.ts';
import { sourceBytes, sourcePath } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import type { PayloadEntry } from '../build/payload.ts';
import { jsonEntry } from './json.ts';

/** A source as the package names it. */
export interface PackagedSource {
  source_id: string;
  sha256: string;
  name: string;
  size_bytes: number;
  reader: string | null;
  receipt: Record<string, unknown>;
}

/** Sources in force, in order of import. */
export async function packagedSources(session: Session): Promise<PackagedSource[]> {
  const rows = await session.rows(
    `SELECT source_id, sha256, name, size_bytes, reader, receipt FROM work.sources
     WHERE superseded_by IS NULL ORDER BY position, source_id`,
  );
  return rows.map((row) => ({
    source_id: String(row['source_id']),
    sha256: String(row['sha256']),
    name: String(row['name']),
    size_bytes: Number(row['size_bytes']),
    reader: row['reader'] === null ? null : String(row['reader']),
    receipt: JSON.parse(String(row['receipt'])) as Record<string, unknown>,
  }));
}

/** Receipts with their sheets, the list of sources with their digests, and (unless withheld) the files as received. */
export function sourceEntries(
  sources: readonly PackagedSource[],
  sourcesDir: string,
  withFiles: boolean,
  sheets: readonly SourceSheet[],
): PayloadEntry[] {
  const sheetOf = new Map(sheets.map((sheet) => [sheet.source_id, sheet]));
  const list = sources.map(({ source_id, sha256, name, size_bytes, reader, receipt }, position) => ({
    position,
    source_id,
    sha256,
    name,
    original_name: receipt['file'] ?? name,
    size_bytes,
    reader,
    included: withFiles,
  }));
  return [
    jsonEntry('data/sources.json', { format: 'tickmark-sources/1', sources: list }),
    ...sources.map(({ source_id, receipt }) =>
      jsonEntry(`data/receipts/${source_id}.json`, { ...receipt, sheet: sheetOf.get(source_id) ?? null }),
    ),
    ...(withFiles ? sources.map((source) => sourceEntry(source, sourcesDir)) : []),
  ];
}

/** Streams the file as received; the package is not written when its bytes are others now. */
function sourceEntry({ sha256, name, size_bytes }: PackagedSource, sourcesDir: string): PayloadEntry {
  const file = sourcePath(sourcesDir, sha256, name);
  return {
    path: `data/sources/${sha256}/${name}`,
    size: size_bytes,
    stream: () => sourceBytes(file, sha256),
  };
}
