import type { MappingDraft, MappingTest, MappingView } from '#shared/contract/intake-schemas.ts';
import type { RawTable, Receipt } from '#shared/model/receipt.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import type { Session } from '#engine/store/index.ts';
import { instantOf, momentFor } from '../moment.ts';
import { rereadSource } from '../reread.ts';
import { splitLines } from '../text/split-lines.ts';
import { listSources } from '../sources.ts';
import { buildMapping } from './draft.ts';
import {
  currentMappings,
  insertMapping,
  type Mapping,
  mappingId,
  parseMapping,
  requireMapping,
} from './mappings.ts';
import { partFor, rawSource } from './raw-source.ts';
import { tryMapping } from './try-mapping.ts';

/** What a draft, or a saved mapping, reads: the headers of its columns. */
function headersOf(mapping: Mapping): string[] {
  return mapping.reader.spec.targets.flatMap(({ columns }) =>
    Object.values(columns).flatMap((rules) => rules.flatMap((rule) => rule.from ?? [])),
  );
}

/** The draft as a mapping: the version that is kept where it says the same, else the next one. */
async function built(session: Session, source: string, draft: MappingDraft): Promise<Mapping> {
  const { raw } = await rawSource(session, source);
  const id = mappingId(draft.id);
  const current = (await currentMappings(session)).find(({ reader }) => reader.spec.id === id);
  if (current === undefined) return buildMapping(draft, raw, 1);
  const { version, title } = current.reader.spec;
  const titled = { title, ...draft };
  const same = buildMapping(titled, raw, version);
  return same.sha256 === current.sha256 ? current : buildMapping(titled, raw, version + 1);
}

/** The parts of a file that a mapping reads: lists of a document by their place, else the one with its headers. */
function partsFor(raw: readonly RawTable[], mapping: Mapping): RawTable[] {
  const { records, also } = mapping.reader.spec;
  const lists = [records[0]!, ...also];
  if (also.length > 0) return raw.filter((part) => lists.includes(part.records));
  return [partFor(raw, headersOf(mapping))];
}

async function view(session: Session, { reader, yaml, sha256 }: Mapping): Promise<MappingView> {
  const { id, version, title, formats, targets } = reader.spec;
  const sources = (await listSources(session)).filter(
    (receipt) => receipt.reader === id && receipt.superseded_by === undefined,
  );
  return {
    id,
    version,
    title,
    tables: [...new Set(targets.map(({ table }) => table))],
    formats,
    sha256,
    yaml,
    sources: sources.map(({ source_id, file }) => ({ source_id, file })),
  };
}

/** The latest version of each mapping, by name. */
export async function mappingViews(session: Session): Promise<MappingView[]> {
  const views = [];
  for (const mapping of await currentMappings(session)) views.push(await view(session, mapping));
  return views;
}

/** Tries a draft, or a saved mapping, on the first records of a file. Throws as tryMapping and buildMapping do. */
export async function testMapping(
  engagement: Engagement,
  source: string,
  subject: { draft?: MappingDraft | undefined; mapping?: string | undefined; asOf?: string | undefined },
  work: WorkOptions,
): Promise<MappingTest> {
  const { mapping, parts, stated } = await engagement.store.use(async (session) => {
    const { receipt, raw } = await rawSource(session, source);
    if (subject.asOf !== undefined) await instantOf(session, subject.asOf);
    const found = subject.draft
      ? await built(session, source, subject.draft)
      : await requireMapping(session, subject.mapping ?? '');
    return {
      mapping: found,
      parts: partsFor(raw, found),
      stated: momentFor(receipt, subject.asOf),
    };
  });
  return tryMapping(engagement, mapping, parts, stated, work);
}

async function keep(engagement: Engagement, mapping: Mapping, action: string): Promise<MappingView> {
  const { id, version, lines } = mapping.reader.spec;
  // Patterns are the database's: only it can say whether it takes them.
  if (lines)
    await engagement.store.use((session) =>
      splitLines(session, { ...lines, skip: { ...lines.skip, first: 0 } }, ['line'], 1),
    );
  return engagement.change(action, async (session) => {
    await insertMapping(session, mapping);
    return {
      value: await view(session, mapping),
      details: { mapping: id, version, sha256: mapping.sha256 },
    };
  });
}

/** Keeps a draft as a reader of the engagement. Throws MAPPING_INVALID, NOT_FOUND, DATA_MISSING. */
export async function saveMapping(
  engagement: Engagement,
  source: string,
  draft: MappingDraft,
): Promise<MappingView> {
  const mapping = await engagement.store.use((session) => built(session, source, draft));
  return keep(engagement, mapping, 'mapping_saved');
}

/** Takes in the text of a mapping of another engagement. Throws MAPPING_INVALID, MAPPING_EXISTS. */
export function importMapping(engagement: Engagement, yaml: string): Promise<MappingView> {
  return keep(engagement, parseMapping(yaml), 'mapping_imported');
}

/** Reads stored files with a mapping; the first that it does not fit ends it, those before stay mapped. */
export async function applyMapping(
  engagement: Engagement,
  id: string,
  sources: readonly string[],
  options: WorkOptions & { asOf?: string },
): Promise<Receipt[]> {
  const mapping = await engagement.store.use((session) => requireMapping(session, id));
  const receipts: Receipt[] = [];
  for (const source of sources)
    receipts.push(await rereadSource(engagement, source, { ...options, as: mapping.reader.spec.id }));
  return receipts;
}
