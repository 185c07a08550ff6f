import type { TrailFiles } from '#engine/integrity/cloudtrail/index.ts';
import { gatherTrail } from '#engine/runner/trails.ts';
import { placesIn } from '#engine/runner/place-store.ts';
import { type TrailPart, trailPart } from '#engine/runner/trail-file.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { type Moments, resolveMoments } from '#engine/engagement/moments.ts';
import type { EngagementSettings } from '#engine/engagement/types.ts';
import { bindings } from '#engine/runner/execute.ts';
import { importedTables } from '#engine/runner/inputs.ts';
import type { ChainInput } from '#engine/runner/kit/index.ts';
import { resolveParams } from '#engine/runner/params.ts';
import { Handover } from '#engine/runner/handover.ts';
import { findProcedure, type Procedure } from '#engine/runner/registry.ts';
import { runOne } from '#engine/runner/run-one.ts';
import type { FoundRow } from '#engine/runner/found.ts';
import type { RunRecord } from '#engine/runner/types.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import { parseCaseTable, type ProcedureCase } from './case-file.ts';
import { emptyTables, withPrepared } from './case-store.ts';

/**
 * Each table becomes one source, named after it, so that source rows can be told. A first column `source` names the source
 * of each row instead; records are counted within it.
 */
async function fill(session: Session, name: string, text: string): Promise<void> {
  const spec = canonicalTables.get(name);
  if (!spec) throw new Error(`no canonical table is called ${name}`);
  const table = parseCaseTable(name, text);
  const stated = table.columns[0] === 'source';
  const columns = stated ? table.columns.slice(1) : table.columns;
  const types = columns.map((column) => {
    const found = spec.columns.find((candidate) => candidate.name === column);
    if (!found) throw new Error(`${name} has no column ${column}`);
    return found.type;
  });
  const values = columns.map((_, i) => `$c${i}::VARCHAR::${types[i]}`).join(', ');
  const target = columns.map(quoteName).join(', ');
  const records = new Map<string, number>(stated ? [] : [[name, 0]]);
  for (const row of table.rows) {
    const source = stated ? row[0]! : name;
    const record = (records.get(source) ?? 0) + 1;
    records.set(source, record);
    const cells = stated ? row.slice(1) : row;
    await session.run(
      `INSERT INTO main.${name} (source_id, record_no, ${target}) VALUES ($source, ${record}, ${values})`,
      { source, ...Object.fromEntries(cells.map((cell, i) => [`c${i}`, cell])) },
    );
  }
  for (const source of records.keys()) {
    await session.run(
      `INSERT INTO work.sources VALUES ($source, $source, $source, 0, NULL, NULL, 0, NULL, json_object('tables', [$name]))`,
      { source, name },
    );
  }
}

/** The name of a chain stands for that of its file. */
function logs(chains: Record<string, string>): ChainInput[] {
  return Object.entries(chains).map(([chain, text]) => ({
    chain,
    sourceId: chain,
    name: `${chain}.ndjson`,
    open: async function* () {
      yield new TextEncoder().encode(text);
    },
  }));
}

async function trailFiles(texts: Record<string, string>): Promise<TrailFiles | null> {
  const parts: TrailPart[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(text);
    };
    const part = await trailPart(name, bytes());
    if (part !== null) parts.push(part);
  }
  return parts.length === 0 ? null : gatherTrail(parts);
}

function settingsOf(input: ProcedureCase): EngagementSettings {
  const { period, as_of, timezone } = input;
  return {
    format: 1,
    id: 'case',
    kind: 'internal',
    client: 'Case',
    period,
    as_of,
    timezone,
    parameters: {},
    locked: null,
    tool_version: 'case',
  };
}

export type CaseResult = Omit<RunRecord, 'found'> & { found: FoundRow[]; passed: PassedRow[] };

/** A row with the outcome pass: a run counts them and keeps none. */
export interface PassedRow {
  subject_id: string;
  reason_code: string;
  summary: string;
  details: Record<string, unknown>;
}

async function passedBy(
  session: Session,
  { procedure, params }: RunRecord,
  moments: Moments,
): Promise<PassedRow[]> {
  if (procedure.sql === null) throw new Error('rows that passed are known of SQL procedures only');
  const rows = await session.rows(
    `SELECT subject_id, reason_code, summary, details::VARCHAR AS details FROM (${procedure.sql}) WHERE outcome = 'pass' ORDER BY ALL`,
    bindings(procedure.sql, { moments, params }),
  );
  return rows.map((row) => ({
    subject_id: String(row['subject_id']),
    reason_code: String(row['reason_code']),
    summary: String(row['summary']),
    details: JSON.parse(String(row['details'])) as Record<string, unknown>,
  }));
}

/** Lets procedures run over the tables of a case, in a database that holds nothing else. Cases take turns. */
export function withCase<T>(
  input: ProcedureCase,
  work: (
    run: (procedure: Procedure, withPasses?: boolean) => Promise<CaseResult>,
    at: { session: Session; moments: Moments },
  ) => Promise<T>,
): Promise<T> {
  return withPrepared(input.timezone, async (store) => {
    await store.transaction(emptyTables);
    await store.transaction(async (session) => {
      for (const [name, text] of Object.entries(input.tables)) await fill(session, name, text);
    });
    // What is worked out once stays on its connection: each case has its own.
    return store.use(async (session) => {
      const moments = await resolveMoments(session, settingsOf(input));
      const setting = {
        session,
        moments,
        imported: await importedTables(session),
        chains: () => Promise.resolve(logs(input.chains)),
        trails: () => trailFiles(input.trail),
        places: placesIn(null),
        signal: undefined,
      };
      const run = async (procedure: Procedure, withPasses = false): Promise<CaseResult> => {
        const { id } = procedure.meta;
        const params = Object.fromEntries(
          Object.entries(input.params).map(([name, value]) => [`${id}.${name}`, value]),
        );
        const handover = await Handover.open(session);
        try {
          const record = await runOne(procedure, resolveParams(procedure, {}, params), setting);
          return {
            ...record,
            found: [...(await record.found.rows())],
            passed:
              withPasses && record.run.status === 'completed' ? await passedBy(session, record, moments) : [],
          };
        } finally {
          await handover.close();
        }
      };
      return work(run, { session, moments });
    });
  });
}

/** Runs one procedure over the tables of a case. */
export function runCase(id: string, input: ProcedureCase, withPasses = false): Promise<CaseResult> {
  return withCase(input, (run) => run(findProcedure(id), withPasses));
}
