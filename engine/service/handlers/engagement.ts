import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { importFiles } from '#engine/intake/index.ts';
import type { Handlers } from '../context.ts';

type Area =
  | 'app.info'
  | 'engagement.create'
  | 'engagement.open'
  | 'engagement.current'
  | 'engagement.close'
  | 'engagement.sample'
  | 'engagement.journal';

export const engagementHandlers: Pick<Handlers, Area> = {
  'app.info': async (context) => ({ version: context.deps.toolVersion }),

  'engagement.create': async (context, params) => context.create(params.dir, params),

  'engagement.open': async (context, params) => context.open(params.dir),

  'engagement.current': async (context) => (context.isOpen ? context.view() : null),

  'engagement.close': async (context) => {
    await context.close();
    return null;
  },

  'engagement.sample': async (context, params, work) => {
    work.onProgress?.({ phase: 'Writing the sample company’s exports', done: 0, total: null, unit: 'files' });
    const temp = await mkdtemp(join(context.deps.tempDir, 'tickmark-sample-'));
    try {
      const scope = await context.deps.writeSample(temp);
      await context.create(params.dir, scope);
      const { failed } = await importFiles(context.engagement, [scope.exports], work);
      if (failed.length > 0) {
        throw new TickmarkError(
          'INTERNAL',
          `a file of the sample could not be imported: ${failed[0]!.file}: ${failed[0]!.message}`,
        );
      }
      return await context.view();
    } finally {
      await rm(temp, { recursive: true, force: true });
    }
  },

  'engagement.journal': async (context, { offset, limit }) =>
    context.engagement.store.use(async (session) => {
      const total = Number(await session.value('SELECT count(*) FROM work.journal'));
      const rows = await session.rows(
        'SELECT line FROM work.journal ORDER BY seq DESC LIMIT $limit OFFSET $offset',
        { limit, offset },
      );
      return { total, entries: rows.map((row) => JSON.parse(String(row['line']))) };
    }),
};
