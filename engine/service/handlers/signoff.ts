import type { Result } from '#shared/contract/methods.ts';
import { ADDENDA_FOLDER, type AddendumFile } from '#engine/engagement/index.ts';
import type { EngineContext, Handlers } from '../context.ts';
import { COMPLETION_PRESETS, type Completion, dayIn, deadlines } from '../signoff/deadlines.ts';
import { keepFile } from '../keep-file.ts';
import { builtPackages, lockWith } from '../signoff/lock.ts';

type Area = 'signoff.state' | 'signoff.completion' | 'signoff.lock' | 'signoff.addendum';

async function completionOf({ engagement }: EngineContext): Promise<Completion | null> {
  const row = await engagement.store.use((session) =>
    session.one(
      `SELECT preset, strftime(report_date, '%Y-%m-%d') AS report_date, assembly_days, retention_years FROM work.completion`,
    ),
  );
  return row === undefined
    ? null
    : {
        preset: String(row['preset']),
        report_date: String(row['report_date']),
        assembly_days: Number(row['assembly_days']),
        retention_years: Number(row['retention_years']),
      };
}

async function stateOf(context: EngineContext): Promise<Result<'signoff.state'>> {
  const { engagement, deps } = context;
  const { locked, timezone } = engagement.settings;
  const completion = await completionOf(context);
  const closed = locked === null ? null : dayIn(timezone, locked.at);
  return {
    locked,
    completion,
    deadlines: completion === null ? [] : deadlines(completion, closed, dayIn(timezone, deps.now())),
    packages: await builtPackages(engagement),
    addenda: await engagement.addenda(),
  };
}

export const signoffHandlers: Pick<Handlers, Area> = {
  'signoff.state': stateOf,

  'signoff.completion': async (context, { report_date, preset, assembly_days, retention_years }) => {
    const { engagement } = context;
    const standard = COMPLETION_PRESETS[preset];
    const completion: Completion = {
      preset,
      report_date,
      assembly_days: assembly_days ?? standard.assembly_days,
      retention_years: retention_years ?? standard.retention_years,
    };
    await engagement.change('completion_set', async (session) => {
      await session.run('DELETE FROM work.completion');
      await session.run(
        'INSERT INTO work.completion VALUES ($preset, $report_date::DATE, $assembly_days, $retention_years)',
        { ...completion },
      );
      return { value: null, details: { ...completion } };
    });
    return stateOf(context);
  },

  'signoff.lock': async (context, { file }) => {
    await lockWith(context.engagement, file);
    // Opened anew: read only from now on.
    await context.open(context.engagement.dir);
    return stateOf(context);
  },

  'signoff.addendum': async ({ engagement }, { reason, text, files }) => {
    const kept: AddendumFile[] = [];
    for (const file of files) kept.push(await keepFile(engagement.dir, ADDENDA_FOLDER, file));
    return engagement.addAddendum({ reason, text, files: kept });
  },
};
