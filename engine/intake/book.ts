import { basename } from 'node:path';
import { REJECT_CODES, type Receipt } from '#shared/model/receipt.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import { resolveMoments } from '#engine/engagement/moments.ts';
import type { Session } from '#engine/store/index.ts';
import { placeSource, removeSource } from './file/place.ts';
import type { Received } from './file/receive.ts';
import { loadPart, storeRejects } from './load.ts';
import type { PlannedPart } from './plan.ts';
import { loadRaw } from './raw-table.ts';
import type { OpenedFile } from './opened.ts';

const LISTED_REJECTS = 100;

/** Name of a log: its file's name without folders and ending (`.ndjson`, `.ndjson.gz`). */
export function chainName(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.gz$/i, '');
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

export interface BookContext {
  engagement: Engagement;
  received: Received;
  opened: OpenedFile;
  planned: readonly PlannedPart[];
  suppliedBy: string | null;
}

function unusedNote(planned: PlannedPart): string[] {
  const { binding, reader } = planned;
  if (!binding || !reader) return [];
  const unused = binding.unused.filter((name) => name !== '');
  const takesRest = binding.targets.some((target) =>
    target.columns.some((column) => column.as === 'rest' || column.as === 'attributes'),
  );
  if (unused.length === 0 || takesRest) return [];
  return [`not used: ${unused.join(', ')}`];
}

/** Whether a column of it is the moment of observation, which the file does not state. */
function takesMoment({ binding }: PlannedPart): boolean {
  return binding?.targets.some(({ columns }) => columns.some((column) => column.as === 'taken')) ?? false;
}

async function loadAll(session: Session, context: BookContext, path: string): Promise<Receipt> {
  const { engagement, received, opened, planned } = context;
  const file = received.candidate.file;
  const moments = await resolveMoments(session, engagement.settings);
  const receipt: Receipt = {
    source_id: received.sha256.slice(0, 16),
    file,
    sha256: received.sha256,
    size_bytes: received.size,
    encoding: opened.encoding,
    format: received.container === 'gzip' ? `${opened.format}.gz` : opened.format,
    reader: null,
    reader_version: null,
    tables: [],
    read: 0,
    loaded: 0,
    rejected: 0,
    rejects: [],
    rows: [],
    chains: [],
    notes: [...opened.notes],
    supplied_by: context.suppliedBy,
  };
  for (const item of planned) {
    const { part, reader, binding } = item;
    const source = { sourceId: receipt.source_id, path: part.file.original ? path : part.file.path };
    const about = part.label === null ? '' : `sheet ${part.label}: `;
    receipt.notes.push(...[...part.notes, ...unusedNote(item)].map((note) => `${about}${note}`));
    const chain = chainName(file);
    if (takesMoment(item)) {
      receipt.notes.push(
        `${about}it does not state when it was taken: taken as of ${moments.as_of_text}, the engagement's date`,
      );
    }
    const done =
      reader && binding
        ? await loadPart(
            session,
            part,
            binding,
            { ...source, chain, taken: moments.as_of, unused: binding.unused },
            engagement.settings.period,
          )
        : await loadRaw(session, part, {
            ...source,
            stem: part.label === null ? chain : `${chain} ${part.label}`,
          }).then(({ rows, rejects }) => ({ rows: [rows], rejects }));
    if (reader) {
      receipt.reader ??= reader.spec.id;
      receipt.reader_version ??= reader.spec.version;
      if (reader.spec.chain) receipt.chains.push(chain);
    } else receipt.notes.push(`${about}no reader recognises it: kept as ${done.rows[0]!.table}, not mapped`);
    receipt.read += part.records;
    receipt.rejected += done.rejects.length;
    receipt.rows.push(...done.rows);
    receipt.tables.push(
      ...done.rows.map((row) => row.table).filter((table) => !receipt.tables.includes(table)),
    );
    for (const { record, code, message } of done.rejects) {
      if (receipt.rejects.length < LISTED_REJECTS)
        receipt.rejects.push({ record, code: code in REJECT_CODES ? code : 'BAD_RECORD', message });
    }
    await storeRejects(session, receipt.source_id, done.rejects);
  }
  receipt.loaded = receipt.read - receipt.rejected;
  return receipt;
}

/** Books one file: source in place, rows, rejects, receipt and journal entry, all or nothing. */
export async function bookFile(context: BookContext): Promise<Receipt> {
  const { engagement, received } = context;
  const path = await placeSource(received, engagement.sourcesDir);
  try {
    return await engagement.change('source_imported', async (session) => {
      const receipt = await loadAll(session, context, path);
      await session.run(
        `INSERT INTO work.sources
         SELECT $id, $sha256, $name, $size::BIGINT, $reader, $version::INTEGER,
                (SELECT coalesce(max(position), 0) + 1 FROM work.sources), NULL, $receipt`,
        {
          id: receipt.source_id,
          sha256: receipt.sha256,
          // As stored: sources/<sha256>/<name>. The name as received is in the receipt.
          name: basename(path),
          size: String(receipt.size_bytes),
          reader: receipt.reader,
          version: receipt.reader_version === null ? null : String(receipt.reader_version),
          receipt: JSON.stringify(receipt),
        },
      );
      const { file, sha256, reader, read, loaded, rejected } = receipt;
      return {
        value: receipt,
        details: {
          file,
          sha256,
          reader,
          read,
          loaded,
          rejected,
          ...(context.suppliedBy === null ? {} : { supplied_by: context.suppliedBy }),
        },
      };
    });
  } catch (error) {
    await removeSource(engagement.sourcesDir, received.sha256);
    throw error;
  }
}
