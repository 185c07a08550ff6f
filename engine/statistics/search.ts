import type { Session } from '#engine/store/index.ts';

export interface SearchHit {
  /** What the group's own view opens: person, `system:account`, `system:resource`, finding, source or procedure. */
  id: string;
  title: string;
  /** Where the text was found. */
  detail: string;
}

export interface SearchGroup {
  kind: 'person' | 'account' | 'resource' | 'finding' | 'source' | 'procedure';
  count: number;
  hits: SearchHit[];
}

/** Groups that lie in tables: SQL of (id, title, detail) for each thing once. */
const GROUPS: readonly { kind: SearchGroup['kind']; things: string }[] = [
  {
    kind: 'person',
    things: `SELECT identity_id AS id, coalesce(min(display_name), min(email), identity_id) AS title,
                    concat_ws(' · ', identity_id, min(email), min(job_title), min(department)) AS detail
             FROM main.identities WHERE identity_id IS NOT NULL GROUP BY identity_id`,
  },
  {
    kind: 'account',
    things: `SELECT concat_ws(':', system, account_id) AS id, account_id AS title,
                    concat_ws(' · ', system, min(kind), min(email), min(identity_id)) AS detail
             FROM main.accounts WHERE account_id IS NOT NULL GROUP BY system, account_id`,
  },
  {
    kind: 'resource',
    things: `SELECT DISTINCT concat_ws(':', system, resource) AS id, resource AS title, coalesce(system, '') AS detail
             FROM (SELECT system, resource FROM main.entitlements UNION ALL SELECT system, resource FROM main.grants)
             WHERE resource IS NOT NULL`,
  },
  {
    kind: 'finding',
    things: `SELECT id, min(summary) AS title, concat_ws(' · ', min(procedure), min(severity), min(subject_id)) AS detail
             FROM current_findings() GROUP BY id`,
  },
  {
    kind: 'source',
    things: `SELECT source_id AS id, name AS title, concat_ws(' · ', reader, sha256) AS detail FROM work.sources`,
  },
];

export interface SearchCatalogue {
  id: string;
  title: string;
  detail: string;
}

/**
 * Everything that holds `text`, whatever the case: people, accounts, resources, current findings, sources, and the
 * procedures handed in. Each group says how many there are and lists the first `limit` by title.
 */
export async function searchEverything(
  session: Session,
  text: string,
  limit: number,
  procedures: readonly SearchCatalogue[],
): Promise<{ text: string; total: number; groups: SearchGroup[] }> {
  const needle = text.trim().toLowerCase();
  const groups: SearchGroup[] = [];
  for (const { kind, things } of GROUPS) {
    const found = `SELECT * FROM (${things}) WHERE contains(lower(concat_ws(' ', id, title, detail)), $needle)`;
    const count = Number(await session.value(`SELECT count(*) FROM (${found})`, { needle }));
    const rows =
      count === 0
        ? []
        : await session.rows(`${found} ORDER BY title, id LIMIT $limit::BIGINT`, {
            needle,
            limit: String(limit),
          });
    groups.push({
      kind,
      count,
      hits: rows.map((row) => ({
        id: String(row['id']),
        title: String(row['title']),
        detail: String(row['detail'] ?? ''),
      })),
    });
  }
  const known = procedures.filter(({ id, title, detail }) =>
    `${id} ${title} ${detail}`.toLowerCase().includes(needle),
  );
  groups.push({ kind: 'procedure', count: known.length, hits: known.slice(0, limit) });
  return { text, total: groups.reduce((sum, group) => sum + group.count, 0), groups };
}
