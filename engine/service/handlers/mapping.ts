import { TickmarkError } from '#shared/model/errors.ts';
import {
  applyMapping,
  draftOf,
  importMapping,
  listCoercions,
  listTargets,
  mappingViews,
  previewSource,
  requireMapping,
  saveMapping,
  suggestMapping,
  testMapping,
} from '#engine/intake/index.ts';
import { readSmall, writeNew } from '../files.ts';
import type { Handlers } from '../context.ts';

type Area =
  | 'mapping.preview'
  | 'mapping.targets'
  | 'mapping.suggest'
  | 'mapping.test'
  | 'mapping.save'
  | 'mapping.draft'
  | 'mapping.list'
  | 'mapping.apply'
  | 'mapping.export'
  | 'mapping.import';

const LARGEST = 1 << 20;

export const mappingHandlers: Pick<Handlers, Area> = {
  'mapping.preview': async ({ engagement }, { source, lines }) =>
    engagement.store.use((session) => previewSource(session, source, lines)),

  'mapping.targets': async () => ({ targets: listTargets(), coercions: listCoercions() }),

  'mapping.suggest': async ({ engagement }, { source, table, part, lines }) =>
    engagement.store.use((session) => suggestMapping(session, source, table, { part, lines })),

  'mapping.test': async ({ engagement }, { source, draft, mapping, as_of }, work) => {
    if ((draft === undefined) === (mapping === undefined)) {
      throw new TickmarkError('BAD_ARGUMENT', 'a test is of a draft or of a saved mapping', {
        hint: 'Name one of them.',
      });
    }
    return testMapping(engagement, source, { draft, mapping, asOf: as_of }, work);
  },

  'mapping.save': async ({ engagement }, { source, draft }) => saveMapping(engagement, source, draft),

  'mapping.draft': async ({ engagement }, { mapping }) =>
    engagement.store.use(async (session) => draftOf(await requireMapping(session, mapping))),

  'mapping.list': async ({ engagement }) => engagement.store.use(mappingViews),

  'mapping.apply': async ({ engagement }, { mapping, sources, as_of }, work) => ({
    receipts: await applyMapping(engagement, mapping, sources, {
      ...work,
      ...(as_of === undefined ? {} : { asOf: as_of }),
    }),
  }),

  'mapping.export': async ({ engagement }, { mapping, path }) => {
    const { yaml } = await engagement.store.use((session) => requireMapping(session, mapping));
    await writeNew(path, Buffer.from(yaml));
    return { file: path };
  },

  'mapping.import': async ({ engagement }, { path }) =>
    importMapping(engagement, (await readSmall(path, LARGEST)).toString('utf8')),
};
