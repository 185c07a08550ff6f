import type { ProcedureView, RunView } from '#shared/contract/schemas.ts';
import { SEVERITIES, type Severity } from '#shared/model/vocabulary.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import {
  controlsServed,
  engagementProcedures,
  isOwn,
  type Procedure,
  SHIPPED,
} from '#engine/runner/index.ts';
import type { Row } from '#engine/store/index.ts';

type Overrides = Readonly<Record<string, string | number | boolean>>;

async function latestRuns(engagement: Engagement): Promise<Map<string, Row>> {
  const runs = await engagement.store.use((session) => session.rows('SELECT * FROM current_runs()'));
  return new Map(runs.map((row) => [String(row['procedure']), row]));
}

/** The catalogue of procedures with the parameters in force and their latest runs. */
export async function procedureViews(engagement: Engagement | null): Promise<ProcedureView[]> {
  if (engagement === null) return SHIPPED.list().map((procedure) => viewOf(procedure, {}, undefined));
  const runs = await latestRuns(engagement);
  const procedures = await engagement.store.use(engagementProcedures);
  return procedures
    .list()
    .map((procedure) => viewOf(procedure, engagement.settings.parameters, runs.get(procedure.meta.id)));
}

/** One procedure of an engagement, also one that is no longer in force. */
export async function procedureView(engagement: Engagement, procedure: Procedure): Promise<ProcedureView> {
  const runs = await latestRuns(engagement);
  return viewOf(procedure, engagement.settings.parameters, runs.get(procedure.meta.id));
}

function viewOf(procedure: Procedure, overrides: Overrides, last: Row | undefined): ProcedureView {
  const { meta } = procedure;
  return {
    id: meta.id,
    version: meta.version,
    family: procedure.family,
    title: meta.title,
    severity: gravest(procedure),
    subject: [meta.subject].flat().join(', '),
    needs: Object.keys(meta.needs),
    params: Object.entries(meta.params).map(([name, spec]) => ({
      name,
      type: spec.type,
      unit: spec.unit ?? null,
      value: overrides[`${meta.id}.${name}`] ?? spec.default,
      default: spec.default,
      doc: spec.doc ?? null,
    })),
    sql: procedure.sql,
    readme: procedure.readme,
    ...(isOwn(procedure) ? { own: true } : {}),
    controls: controlsServed(procedure),
    last: last === undefined ? null : runView(last),
  };
}

function gravest({ meta }: Procedure): Severity {
  const stated = typeof meta.severity === 'string' ? [meta.severity] : Object.values(meta.severity);
  return SEVERITIES.find((severity) => stated.includes(severity)) ?? 'low';
}

function runView(row: Row): RunView {
  return {
    procedure: String(row['procedure']),
    version: Number(row['version']),
    status: row['status'] as RunView['status'],
    population: row['population'] === null ? null : Number(row['population']),
    exceptions: row['exceptions'] === null ? null : Number(row['exceptions']),
    failing: row['failing'] === null ? null : Number(row['failing']),
    leads: row['leads'] === null ? null : Number(row['leads']),
    indeterminate: row['indeterminate'] === null ? null : Number(row['indeterminate']),
    message: row['message'] === null ? null : String(row['message']),
    ms: Number(row['ms']),
  };
}
