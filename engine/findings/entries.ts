import type { FindingEntry, FindingWork } from '#shared/contract/conclusion-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Row, Session } from '#engine/store/index.ts';
import type { Author } from '#engine/workpapers/index.ts';

function entryOf(row: Row): FindingEntry {
  return {
    seq: Number(row['seq']),
    kind: row['kind'] as FindingEntry['kind'],
    content: JSON.parse(String(row['content'])) as FindingEntry['content'],
    by: String(row['written_by']),
    at: String(row['written_at']),
  };
}

/** All that people made of one finding, oldest first. */
export async function entriesOf(session: Session, id: string): Promise<FindingEntry[]> {
  const rows = await session.rows('SELECT * FROM work.finding_entries WHERE finding_id = $id ORDER BY seq', {
    id,
  });
  return rows.map(entryOf);
}

/** The same of all findings, by id. */
export async function allEntries(session: Session): Promise<Map<string, FindingEntry[]>> {
  const found = new Map<string, FindingEntry[]>();
  for (const row of await session.rows('SELECT * FROM work.finding_entries ORDER BY seq')) {
    const id = String(row['finding_id']);
    const entries = found.get(id) ?? [];
    entries.push(entryOf(row));
    found.set(id, entries);
  }
  return found;
}

/** Dispositions in force, oldest first: each undo takes the last one away. */
export function dispositionsOf(entries: readonly FindingEntry[]): FindingEntry[] {
  const standing: FindingEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === 'disposition') standing.push(entry);
    else if (entry.kind === 'undo') standing.pop();
  }
  return standing;
}

/** What follows from the entries. A later disposition without a note leaves the earlier note standing. */
export function workOf(entries: readonly FindingEntry[]): FindingWork {
  const last = (kind: FindingEntry['kind']) => entries.findLast((entry) => entry.kind === kind);
  const of = <T>(entry: FindingEntry | undefined): T | null =>
    entry === undefined ? null : ({ ...entry.content, by: entry.by, at: entry.at } as T);
  const standing = dispositionsOf(entries);
  const decided = of<NonNullable<FindingWork['decided']>>(standing.at(-1));
  const noted = standing.findLast(({ content }) => content['note'] !== null);
  return {
    decided:
      decided === null ? null : { ...decided, note: (noted?.content['note'] as string | undefined) ?? null },
    conclusion: of(last('conclusion')),
    response: of(last('response')),
    notes: entries.flatMap((entry) =>
      entry.kind === 'note' ? [of<FindingWork['notes'][number]>(entry)!] : [],
    ),
  };
}

/** Throws NOT_FOUND when one of the ids is not among the current findings. Gives each id once. */
export async function requireFindings(session: Session, ids: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(ids)];
  const rows = await session.rows(
    'SELECT id FROM current_findings() WHERE id IN (SELECT unnest($ids::VARCHAR[]))',
    { ids: wanted },
  );
  const known = new Set(rows.map((row) => row['id']));
  const unknown = wanted.find((id) => !known.has(id));
  if (unknown === undefined) return wanted;
  throw new TickmarkError('NOT_FOUND', `there is no finding ${unknown} in the latest runs`, {
    hint: 'Nothing was changed. List the findings again.',
  });
}

/** Writes one entry of the same content for each finding. */
export async function addEntries(
  session: Session,
  ids: readonly string[],
  kind: FindingEntry['kind'],
  content: FindingEntry['content'],
  { by, at }: Author,
): Promise<void> {
  await session.run(
    `INSERT INTO work.finding_entries
     SELECT (SELECT coalesce(max(seq), 0) FROM work.finding_entries) + row_number() OVER (ORDER BY place),
            id, $kind, $content, $by, $at
     FROM (SELECT unnest($ids::VARCHAR[]) AS id, unnest(range(len($ids::VARCHAR[]))) AS place)`,
    { ids, kind, content: JSON.stringify(content), by, at },
  );
}
