import { basename } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import { placeSource, removeSource } from './file/place.ts';
import { type LoadContext, loadFile } from './load-file.ts';
import { dropRaw } from './raw-table.ts';

/** Takes a source's rows out of all canonical tables, and its rejects. Its tables of text are another matter. */
async function removeRows(session: Session, receipt: Receipt): Promise<void> {
  for (const table of receipt.tables) {
    if (canonicalTables.has(table))
      await session.run(`DELETE FROM main.${quoteName(table)} WHERE source_id = $id`, {
        id: receipt.source_id,
      });
  }
}

async function insertSource(session: Session, receipt: Receipt, storedName: string): Promise<void> {
  await session.run(
    `INSERT INTO work.sources
     SELECT $id, $sha256, $name, $size::BIGINT, $reader, $version::INTEGER,
            (SELECT coalesce(max(position), 0) + 1 FROM work.sources), NULL, $receipt`,
    {
      id: receipt.source_id,
      sha256: receipt.sha256,
      // As stored: sources/<sha256>/<name>. The name as received is in the receipt.
      name: storedName,
      size: String(receipt.size_bytes),
      reader: receipt.reader,
      version: receipt.reader_version === null ? null : String(receipt.reader_version),
      receipt: JSON.stringify(receipt),
    },
  );
}

/** Keeps a receipt that was made anew, for a source in its place. */
export async function updateReceipt(session: Session, receipt: Receipt): Promise<void> {
  await session.run(
    'UPDATE work.sources SET reader = $reader, reader_version = $version::INTEGER, receipt = $receipt WHERE source_id = $id',
    {
      id: receipt.source_id,
      reader: receipt.reader,
      version: receipt.reader_version === null ? null : String(receipt.reader_version),
      receipt: JSON.stringify(receipt),
    },
  );
}

/** What the journal says of a file that was read. */
function figures(receipt: Receipt) {
  const { file, sha256, reader, mapping_sha256, read, loaded, rejected, supplied_by, origin } = receipt;
  return {
    file,
    sha256,
    reader,
    ...(mapping_sha256 === undefined ? {} : { mapping_sha256 }),
    read,
    loaded,
    rejected,
    ...(supplied_by === null ? {} : { supplied_by }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/**
 * Takes an earlier source out of every answer: its rows and tables of text go, its file, receipt and rejects stay and
 * say what replaced it.
 */
export async function supersede(session: Session, earlier: Receipt, by: string): Promise<void> {
  await removeRows(session, earlier);
  await dropRaw(session, earlier.raw ?? []);
  const receipt: Receipt = { ...earlier, superseded_by: by };
  await updateReceipt(session, receipt);
  await session.run('UPDATE work.sources SET superseded_by = $by WHERE source_id = $id', {
    id: earlier.source_id,
    by,
  });
}

/**
 * Refuses a replacement that would take one kind of data away and bring another: a policy in the place of the roster.
 * A file that no reader knew may be replaced by anything. Throws READER_MISMATCH.
 */
export function requireSameKind(earlier: Receipt, made: Receipt): void {
  const lost = earlier.tables.filter((table) => canonicalTables.has(table));
  if (lost.length === 0 || lost.some((table) => made.tables.includes(table))) return;
  throw new TickmarkError(
    'READER_MISMATCH',
    `${made.file} was read as ${made.reader ?? 'a table that no reader knows'}, ${earlier.file} as ${earlier.reader ?? '?'}: it cannot take its place`,
    { hint: `Import it without replacing, or map it so that it gives ${lost.join(', ')} as well.` },
  );
}

/**
 * Books one file: source in place, rows, rejects, receipt and journal entry, all or nothing. `replaced`: the source
 * that makes way for it in the same transaction.
 */
export async function bookFile(context: LoadContext, replaced: Receipt | null): Promise<Receipt> {
  const { engagement, received } = context;
  const path = await placeSource(received, engagement.sourcesDir);
  try {
    return await engagement.change(replaced ? 'source_replaced' : 'source_imported', async (session) => {
      if (replaced) await supersede(session, replaced, received.sha256.slice(0, 16));
      const receipt = await loadFile(session, context, path);
      if (replaced) {
        requireSameKind(replaced, receipt);
        receipt.replaces = replaced.source_id;
      }
      await insertSource(session, receipt, basename(path));
      const replacing = replaced
        ? { replaces: { file: replaced.file, sha256: replaced.sha256, loaded: replaced.loaded } }
        : {};
      return { value: receipt, details: { ...figures(receipt), ...replacing } };
    });
  } catch (error) {
    await removeSource(engagement.sourcesDir, received.sha256);
    throw error;
  }
}

/** What is kept of a receipt when its file is read again. Parts that are mapped now keep their tables of text. */
function carried(previous: Receipt, made: Receipt): Partial<Receipt> {
  const { also_named, replaces } = previous;
  const anew = new Map((made.raw ?? []).map((raw) => [raw.part, raw]));
  const kept = (previous.raw ?? []).map((raw) => anew.get(raw.part) ?? raw);
  const added = (made.raw ?? []).filter(({ part }) => !kept.some((raw) => raw.part === part));
  const raw = [...kept, ...added];
  return {
    ...(also_named ? { also_named } : {}),
    ...(replaces === undefined ? {} : { replaces }),
    ...(raw.length > 0 ? { raw } : {}),
  };
}

/**
 * Books a stored source anew: its rows go, what the same load path gives now comes, and the receipt is made again.
 * `path`: where it lies. A source that had been replaced comes back in the place of `replaced`.
 */
export async function bookAgain(
  context: LoadContext,
  previous: Receipt,
  path: string,
  replaced: Receipt | null,
): Promise<Receipt> {
  return context.engagement.change(replaced ? 'source_replaced' : 'source_read_again', async (session) => {
    if (replaced) await supersede(session, replaced, previous.source_id);
    await removeRows(session, previous);
    await session.run('DELETE FROM work.rejects WHERE source_id = $id', { id: previous.source_id });
    const before = previous.superseded_by === undefined ? (previous.raw ?? []) : [];
    const asText = new Set(context.planned.flatMap(({ reader, part }) => (reader ? [] : [part.label])));
    await dropRaw(
      session,
      before.filter(({ part }) => asText.has(part)),
    );
    const made = await loadFile(session, { ...context, rawBefore: before }, path);
    const receipt: Receipt = { ...made, ...carried({ ...previous, raw: before }, made) };
    if (replaced) {
      requireSameKind(replaced, receipt);
      receipt.replaces = replaced.source_id;
      await session.run(
        `UPDATE work.sources SET superseded_by = NULL,
           position = (SELECT max(position) + 1 FROM work.sources) WHERE source_id = $id`,
        { id: receipt.source_id },
      );
    }
    await updateReceipt(session, receipt);
    const { reader, read, loaded, rejected } = previous;
    return {
      value: receipt,
      details: { ...figures(receipt), before: { reader, read, loaded, rejected } },
    };
  });
}
