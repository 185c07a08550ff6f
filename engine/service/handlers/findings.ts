import {
  concludeFindings,
  countFindings,
  disposeFindings,
  entriesOf,
  findingDetail,
  FINDINGS_SQL,
  FIRST_FINDINGS_SQL,
  listFindings,
  noteFindings,
  respondToFindings,
  undoDispositions,
} from '#engine/findings/index.ts';
import { runProcedures } from '#engine/runner/index.ts';
import { procedureViews } from '../procedures.ts';
import type { EngineContext, Handlers } from '../context.ts';

type Area =
  | 'procedures.list'
  | 'procedures.run'
  | 'findings.list'
  | 'findings.head'
  | 'findings.open'
  | 'findings.detail'
  | 'findings.dispose'
  | 'findings.undo'
  | 'findings.conclude'
  | 'findings.respond'
  | 'findings.note'
  | 'findings.history';

const author = ({ deps }: EngineContext, by: string | undefined) => ({
  by: by ?? deps.actor,
  at: deps.now(),
});

export const findingHandlers: Pick<Handlers, Area> = {
  'procedures.list': async (context) => procedureViews(context.isOpen ? context.engagement : null),

  'procedures.run': async (context, params, work) =>
    runProcedures(context.engagement, { ...params, ...work, placesDir: context.deps.placesDir }),

  'findings.list': async (context, { procedure }) => ({
    findings: await context.engagement.store.use((session) => listFindings(session, procedure)),
  }),

  'findings.head': async (context, { limit }) => ({
    row_count: await context.engagement.store.use(countFindings),
    ...(await context.results.onePage(FIRST_FINDINGS_SQL, { most: limit })),
  }),

  'findings.open': async (context, { procedure }) =>
    context.results.openTrusted(FINDINGS_SQL, { procedure: procedure ?? null }),

  'findings.detail': async (context, { finding_id }) =>
    context.engagement.store.use((session) => findingDetail(session, finding_id)),

  'findings.dispose': async (context, { finding_ids, by, ...decision }) =>
    disposeFindings(context.engagement, finding_ids, decision, author(context, by)),

  'findings.undo': async (context, { finding_ids, by }) =>
    undoDispositions(context.engagement, finding_ids, author(context, by)),

  'findings.conclude': async (context, { finding_ids, by, ...stated }) =>
    concludeFindings(context.engagement, finding_ids, stated, author(context, by)),

  'findings.respond': async (context, { finding_ids, by, ...stated }) =>
    respondToFindings(context.engagement, finding_ids, stated, author(context, by)),

  'findings.note': async (context, { finding_ids, by, ...stated }) =>
    noteFindings(context.engagement, finding_ids, stated, author(context, by)),

  'findings.history': async ({ engagement }, { finding_id }) => ({
    entries: await engagement.store.use((session) => entriesOf(session, finding_id)),
  }),
};
