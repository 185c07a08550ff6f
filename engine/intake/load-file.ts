import { REJECT_CODES, type RawTable, type Receipt } from '#shared/model/receipt.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import { resolveMoments } from '#engine/engagement/moments.ts';
import type { Session } from '#engine/store/index.ts';
import type { Received } from './file/receive.ts';
import { loadPart, storeRejects } from './load.ts';
import { instantOf, type StatedMoment } from './moment.ts';
import type { OpenedFile } from './opened.ts';
import { foreignRecord, type Origin } from './origin.ts';
import type { PlannedPart } from './plan.ts';
import { loadRaw } from './raw-table.ts';
import { MASK } from './secrets.ts';

const LISTED_REJECTS = 100;

/** Name of a log: its file's name without folders and ending (`.ndjson`, `.ndjson.gz`). */
export function chainName(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.gz$/i, '');
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** A file that is open and planned, ready to be loaded. */
export interface LoadContext {
  engagement: Engagement;
  received: Received;
  opened: OpenedFile;
  planned: readonly PlannedPart[];
  suppliedBy: string | null;
  /** The user named the reader. */
  named: boolean;
  stated: StatedMoment | null;
  origin: Origin;
  /** Tables of text that the file has, or had where its work is done again: they keep their names. */
  rawBefore: readonly RawTable[];
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

function momentNote(stated: StatedMoment | null, asOfText: string): string {
  if (stated === null)
    return `it does not state when it was taken: taken as of ${asOfText}, the engagement's date`;
  const how = stated.by === 'user' ? 'as stated at import' : 'from its name';
  return `it does not state when it was taken: taken as of ${stated.moment}, ${how}`;
}

function maskNote(count: number): string {
  const which = count === 1 ? 'the raw text of 1 reject' : `the raw text of ${count} rejects`;
  return `stored passwords are masked in ${which}; they stand in the source`;
}

/** A value that was rejected as a date, though a person would take it for one. */
const NATIONAL_DATE = /: "(\d{1,2}[./ -](?:\d{1,2}|[A-Za-z]{3,9})[./ -]\d{4}\b[^"]*)" is not a date/;

/** How dates in the style of a country come in, where some were rejected. */
function dateNote(rejects: readonly { message: string }[]): string[] {
  for (const { message } of rejects) {
    const example = NATIONAL_DATE.exec(message)?.[1];
    if (example !== undefined)
      return [
        `dates such as ${example} are not guessed: read it again with --as raw and map it, with day_first or month_first for its dates`,
      ];
  }
  return [];
}

function emptyReceipt(context: LoadContext): Receipt {
  const { engagement, received, opened, planned, suppliedBy, origin, named } = context;
  const { kind } = engagement.settings;
  const foreign = foreignRecord(planned, { kind, file: received.candidate.file, origin, named });
  return {
    source_id: received.sha256.slice(0, 16),
    file: received.candidate.file,
    sha256: received.sha256,
    size_bytes: received.size,
    encoding: opened.encoding,
    format: formatName(received, opened),
    reader: null,
    reader_version: null,
    tables: [],
    read: 0,
    loaded: 0,
    rejected: 0,
    rejects: [],
    rows: [],
    chains: [],
    notes: [...opened.notes, ...(foreign === null ? [] : [foreign])],
    supplied_by: suppliedBy,
    ...(origin === null ? {} : { origin }),
    ...('workbook' in opened && opened.workbook !== undefined ? { workbook: opened.workbook } : {}),
  };
}

function formatName({ container }: Received, { format }: OpenedFile): string {
  if (container === 'gzip') return `${format}.gz`;
  return container === 'parquet' ? 'parquet' : format;
}

/** Loads all parts of a file, inside the caller's transaction. `path`: where the source lies. */
export async function loadFile(session: Session, context: LoadContext, path: string): Promise<Receipt> {
  const { engagement, received, opened, planned, stated } = context;
  const file = received.candidate.file;
  const moments = await resolveMoments(session, engagement.settings);
  const taken = stated === null ? moments.as_of : await instantOf(session, stated.moment);
  const receipt = emptyReceipt(context);
  const raw: RawTable[] = [];
  for (const item of planned) {
    const { part, reader, binding } = item;
    const source = { sourceId: receipt.source_id, path: part.file.original ? path : part.file.path };
    const about = part.label === null ? '' : `${opened.format === 'xlsx' ? 'sheet' : 'list'} ${part.label}: `;
    receipt.notes.push(...[...part.notes, ...unusedNote(item)].map((note) => `${about}${note}`));
    const chain = chainName(file);
    if (takesMoment(item)) {
      receipt.notes.push(`${about}${momentNote(stated, moments.as_of_text)}`);
      if (stated !== null) receipt.as_of_stated = stated;
    } else if (reader === null && stated?.by === 'user') {
      // Kept for the mapping that will read it.
      receipt.as_of_stated = stated;
    }
    const done =
      reader && binding
        ? await loadPart(
            session,
            part,
            binding,
            { ...source, chain, taken, unused: binding.unused },
            engagement.settings.period,
          )
        : await loadRaw(session, part, {
            ...source,
            stem: part.label === null ? chain : `${chain} ${part.label}`,
            name: context.rawBefore.find((before) => before.part === part.label)?.table.slice('raw.'.length),
          }).then(({ rows, rejects, raw: columns }) => {
            if (opened.format !== 'c1z') raw.push({ ...columns, format: opened.format });
            return { rows: [rows], rejects };
          });
    if (reader) {
      receipt.reader ??= reader.spec.id;
      receipt.reader_version ??= reader.spec.version;
      if (reader.own) receipt.mapping_sha256 ??= reader.own.sha256;
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
    receipt.notes.push(...dateNote(done.rejects).map((note) => `${about}${note}`));
    const masked = done.rejects.filter(({ raw }) => raw?.includes(MASK)).length;
    if (masked > 0) receipt.notes.push(`${about}${maskNote(masked)}`);
    await storeRejects(session, receipt.source_id, done.rejects);
  }
  receipt.loaded = receipt.read - receipt.rejected;
  if (context.named) receipt.reader_named = true;
  if (raw.length > 0) receipt.raw = raw;
  return receipt;
}
