import { checkOverrides } from '#engine/runner/index.ts';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { importFiles } from '#engine/intake/index.ts';
import type { WorkOptions } from '#engine/engagement/index.ts';
import type { EngineContext, Handlers } from '../context.ts';
import { NOTICES } from '../notices/generated.ts';

type Area =
  | 'app.info'
  | 'app.notices'
  | 'engagement.create'
  | 'engagement.roll-forward'
  | 'engagement.open'
  | 'engagement.current'
  | 'engagement.close'
  | 'engagement.sample'
  | 'engagement.journal';

export const engagementHandlers: Pick<Handlers, Area> = {
  'app.info': async (context) => ({ version: context.deps.toolVersion }),

  'app.notices': async () => ({ text: NOTICES }),

  'engagement.create': async (context, { dir, parameters, ...scope }) =>
    context.create(dir, { ...scope, parameters: checkOverrides(parameters ?? {}) }),

  'engagement.roll-forward': async (context, params, work) => context.rollForward(params, work),

  'engagement.open': async (context, params) => context.open(params.dir),

  'engagement.current': async (context) => (context.isOpen ? context.view() : null),

  'engagement.close': async (context) => {
    await context.close();
    return null;
  },

  'engagement.sample': async (context, params, work) => {
    work.onProgress?.({ phase: 'Writing the sample company’s exports', done: 0, total: null, unit: 'files' });
    const temp = await mkdtemp(join(context.deps.tempDir, 'tickmark-sample-'));
    const isNew = !existsSync(params.dir);
    try {
      const scope = await context.deps.writeSample(temp);
      await context.create(params.dir, scope);
      try {
        await importSample(context, scope.exports, work);
      } catch (error) {
        // Half a sample would pass for a whole one: what was made here goes again.
        await context.close();
        if (isNew) await rm(params.dir, { recursive: true, force: true });
        throw error;
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

async function importSample(context: EngineContext, exports: string, work: WorkOptions): Promise<void> {
  const { failed } = await importFiles(context.engagement, [exports], work);
  const [first] = failed;
  if (first === undefined) return;
  throw new TickmarkError(
    'INTERNAL',
    `a file of the sample could not be imported: ${first.file}: ${first.message}`,
  );
}
