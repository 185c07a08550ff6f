import type { PbcList } from '#shared/contract/intake-schemas.ts';
import { journalLines } from '#engine/engagement/index.ts';
import {
  matchItem,
  parseItems,
  pbcList,
  removeItems,
  saveItems,
  suggestItems,
} from '#engine/requests/index.ts';
import type { EngineContext, Handlers } from '../context.ts';
import { readSmall } from '../files.ts';
import { dayIn } from '../signoff/deadlines.ts';

type Area = 'pbc.list' | 'pbc.save' | 'pbc.remove' | 'pbc.match' | 'pbc.import' | 'pbc.suggestions';

const LARGEST = 4 << 20;
const CAME_IN = new Set(['source_imported', 'source_replaced']);

async function list({ engagement, deps }: EngineContext, asOf: string | undefined): Promise<PbcList> {
  const zone = engagement.settings.timezone;
  return engagement.store.use(async (session) => {
    const days = new Map<string, string>();
    for (const line of await journalLines(session)) {
      const { action, at, details } = JSON.parse(line) as {
        action: string;
        at: string;
        details: { sha256?: string };
      };
      const source = details.sha256?.slice(0, 16);
      if (source !== undefined && CAME_IN.has(action) && !days.has(source)) days.set(source, dayIn(zone, at));
    }
    return pbcList(session, asOf ?? dayIn(zone, deps.now()), (source) => days.get(source) ?? null);
  });
}

export const pbcHandlers: Pick<Handlers, Area> = {
  'pbc.list': async (context, { as_of }) => list(context, as_of),

  'pbc.save': async (context, { items, as_of }) => {
    await saveItems(context.engagement, items);
    return list(context, as_of);
  },

  'pbc.remove': async (context, { ids, as_of }) => {
    await removeItems(context.engagement, ids);
    return list(context, as_of);
  },

  'pbc.match': async (context, { id, sources, remove, as_of }) => {
    await matchItem(context.engagement, id, sources, remove === true);
    return list(context, as_of);
  },

  'pbc.import': async (context, { path, as_of }) => {
    const items = parseItems((await readSmall(path, LARGEST)).toString('utf8'));
    const { added, replaced } = await saveItems(context.engagement, items);
    return { added, replaced, list: await list(context, as_of) };
  },

  'pbc.suggestions': async ({ engagement }) => ({
    suggestions: await engagement.store.use(suggestItems),
  }),
};
