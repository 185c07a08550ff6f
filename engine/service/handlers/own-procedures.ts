import { checkOwn, removeOwn, saveOwn } from '#engine/runner/index.ts';
import { ownDetail, ownProcedures } from '../own-procedures.ts';
import type { EngineContext, Handlers } from '../context.ts';

type Area =
  | 'procedures.check'
  | 'procedures.save'
  | 'procedures.own'
  | 'procedures.show'
  | 'procedures.remove';

const author = ({ deps }: EngineContext, by: string | undefined) => ({
  by: by ?? deps.actor,
  at: deps.now(),
});

export const ownProcedureHandlers: Pick<Handlers, Area> = {
  'procedures.check': async ({ engagement }, draft) => checkOwn(engagement, draft),

  'procedures.save': async (context, { edit = false, by, ...draft }) =>
    saveOwn(context.engagement, draft, edit, author(context, by)),

  'procedures.own': async ({ engagement }) => ({
    procedures: await engagement.store.use(ownProcedures),
  }),

  'procedures.show': async ({ engagement }, { id }) => ownDetail(engagement, id),

  'procedures.remove': async (context, { id, by }) => removeOwn(context.engagement, id, author(context, by)),
};
