import { disposeFindings, findingDetail, FINDINGS_SQL, listFindings } from '#engine/findings/index.ts';
import { runProcedures } from '#engine/runner/index.ts';
import { procedureViews } from '../procedures.ts';
import type { Handlers } from '../context.ts';

type Area =
  | 'procedures.list'
  | 'procedures.run'
  | 'findings.list'
  | 'findings.open'
  | 'findings.detail'
  | 'findings.dispose';

export const findingHandlers: Pick<Handlers, Area> = {
  'procedures.list': async (context) => procedureViews(context.isOpen ? context.engagement : null),

  'procedures.run': async (context, params, work) =>
    runProcedures(context.engagement, { ...params, ...work }),

  'findings.list': async (context, { procedure }) => ({
    findings: await context.engagement.store.use((session) => listFindings(session, procedure)),
  }),

  'findings.open': async (context, { procedure }) =>
    context.results.openTrusted(FINDINGS_SQL, { procedure: procedure ?? null }),

  'findings.detail': async (context, { finding_id }) =>
    context.engagement.store.use((session) => findingDetail(session, finding_id)),

  'findings.dispose': async (context, { finding_ids, disposition, note }) =>
    disposeFindings(context.engagement, finding_ids, disposition, note),
};
