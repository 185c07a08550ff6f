import type { ProcedureView, RunView } from '#shared/contract/schemas.ts';
import { SEVERITIES, type Severity } from '#shared/model/vocabulary.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { controlsOf } from '#engine/frameworks/index.ts';
import { listProcedures, type Procedure } from '#engine/runner/index.ts';
import type { Row } from '#engine/store/index.ts';

/** The catalogue of procedures with the parameters in force and their latest runs. */
export async function procedureViews(engagement: Engagement | null): Promise<ProcedureView[]> {
  const runs =
    engagement === null
      ? []
      : await engagement.store.use((session) => session.rows('SELECT * FROM current_runs()'));
  const overrides = engagement?.settings.parameters ?? {};
  return listProcedures().map((procedure) => {
    const last = runs.find((row) => row['procedure'] === procedure.meta.id);
    return {
      id: procedure.meta.id,
      version: procedure.meta.version,
      family: procedure.family,
      title: procedure.meta.title,
      severity: gravest(procedure),
      subject: [procedure.meta.subject].flat().join(', '),
      needs: Object.keys(procedure.meta.needs),
      params: Object.entries(procedure.meta.params).map(([name, spec]) => ({
        name,
        type: spec.type,
        unit: spec.unit ?? null,
        value: overrides[`${procedure.meta.id}.${name}`] ?? spec.default,
        default: spec.default,
        doc: spec.doc ?? null,
      })),
      sql: procedure.sql,
      readme: procedure.readme,
      controls: controlsOf(procedure.meta.id),
      last: last === undefined ? null : runView(last),
    };
  });
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
