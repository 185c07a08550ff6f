import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { RollForward } from '#shared/contract/roll-forward-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import {
  createEngagement,
  type EarlierEngagement,
  type Engagement,
  type EngagementDeps,
  lookAtEngagement,
  type WorkOptions,
} from '#engine/engagement/index.ts';
import { importFiles } from '#engine/intake/index.ts';
import { requireLater } from './next-period.ts';
import { type Carried, readEarlier } from './read-earlier.ts';
import { nameOf, writeCarried } from './write-carried.ts';

export interface NextPeriod {
  client?: string | undefined;
  kind?: 'internal' | 'external' | undefined;
  period: { from: string; to: string };
  as_of?: string | undefined;
  timezone?: string | undefined;
}

function bad(message: string, hint: string): TickmarkError {
  return new TickmarkError('BAD_ARGUMENT', message, { hint });
}

/** What the file system knows a folder by: links and letter case lead to the same one. null = it does not exist. */
function identityOf(path: string): string | null {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  return status === undefined ? null : `${status.dev}:${status.ino}`;
}

/** The folder and all those around it, as far as they exist. */
function around(path: string): string[] {
  const own = identityOf(path);
  const real = own === null ? path : realpathSync(path);
  const outer = dirname(real) === real ? [] : around(dirname(real));
  return own === null ? outer : [own, ...outer];
}

function within(inner: string, outer: string): boolean {
  const identity = identityOf(outer);
  return identity !== null && around(inner).includes(identity);
}

/** A folder that does not exist or is empty, and neither lies in the earlier one nor around it. */
function requirePlace(root: string, from: string): void {
  if (within(root, from) || within(from, root))
    throw bad('the new engagement cannot lie in the earlier one, nor around it', 'Name a folder beside it.');
  const status = lstatSync(root, { throwIfNoEntry: false });
  if (status === undefined) return;
  if (!status.isDirectory()) throw bad(`${root} is no folder`, 'Name a new folder.');
  const names = readdirSync(root);
  if (names.includes('engagement.json')) {
    throw new TickmarkError('ENGAGEMENT_EXISTS', `${root} already holds an engagement`, {
      hint: 'Name another folder.',
    });
  }
  if (names.length > 0) throw bad(`${root} is not empty`, 'A roll-forward needs a new or an empty folder.');
}

/** Folder in which an engagement is made, beside the place that it gets when it is whole; and whose place that is. */
const STAGE = /^\.tickmark-rolling-[A-Za-z0-9]{6}$/;
const PLACE = 'place.txt';

async function stageFor(root: string): Promise<string> {
  const parent = dirname(root);
  await mkdir(parent, { recursive: true });
  // What a killed attempt for the same place left behind.
  for (const name of (await readdir(parent)).filter((one) => STAGE.test(one))) {
    const stage = join(parent, name);
    if (lstatSync(stage).isDirectory() && (await placeOf(stage)) === basename(root))
      await rm(stage, { recursive: true, force: true });
  }
  const stage = await mkdtemp(join(parent, '.tickmark-rolling-'));
  await writeFile(join(stage, PLACE), basename(root));
  return stage;
}

function placeOf(stage: string): Promise<string> {
  return readFile(join(stage, PLACE), 'utf8').catch(() => '');
}

function stopIfCancelled({ signal }: WorkOptions): void {
  if (signal?.aborted)
    throw new TickmarkError('CANCELLED', 'the roll-forward was cancelled', { hint: 'Nothing was made.' });
}

/** Anchors and hours are files, so that they count as sources, go into packages and can be imported again from there. */
async function importCarried(
  engagement: Engagement,
  earlier: EarlierEngagement,
  { anchors, hours }: Carried,
  work: WorkOptions,
): Promise<void> {
  if (anchors.length > 0) {
    const path = join(engagement.workDir, 'anchors.json');
    const origin = `engagement ${nameOf(earlier)}`;
    await writeFile(
      path,
      `${JSON.stringify(
        anchors.map((anchor) => ({ ...anchor, origin })),
        null,
        2,
      )}\n`,
    );
    await importOne(engagement, path, 'chain-anchors', 'the auditor', work);
  }
  for (const { path, sha256, reader } of hours) {
    const received = await importOne(engagement, path, reader, `carried over from ${nameOf(earlier)}`, work);
    if (received !== sha256) {
      throw new TickmarkError('SOURCE_CHANGED', `${path} no longer has the bytes that were received`, {
        hint: 'Treat the earlier engagement as altered: compare it with your own copy.',
      });
    }
  }
}

async function importOne(
  engagement: Engagement,
  path: string,
  as: string,
  suppliedBy: string,
  { signal }: WorkOptions,
): Promise<string> {
  const { receipts, failed } = await importFiles(engagement, [path], {
    as,
    suppliedBy,
    ...(signal === undefined ? {} : { signal }),
  });
  const receipt = receipts[0];
  if (receipt !== undefined) return receipt.sha256;
  throw new TickmarkError(
    'ENGAGEMENT_INVALID',
    `${basename(path)} cannot be taken over: ${failed[0]?.message ?? ''}`,
    {
      hint: 'Import it into the earlier engagement again, or leave it out there.',
    },
  );
}

function notesOf(carried: Carried, earlier: EarlierEngagement, client: string): string[] {
  const { settings } = earlier;
  return [
    ...(client === settings.client
      ? []
      : [`The client was called ${settings.client} in the earlier engagement.`]),
    ...carried.broken.map(
      (chain) => `The chain ${chain} was broken: its head proves nothing and was not kept as an anchor.`,
    ),
    ...carried.dropped.map((key) => `The override ${key} is of a procedure that is no longer there.`),
    ...(carried.hours.length > 0
      ? ['Business hours and holidays are those of the earlier period: ask whether they still hold.']
      : []),
    ...(carried.controls.some(({ design }) => design !== null)
      ? ['Tests of design were kept without their attachments: see that the designs have not changed.']
      : []),
    'Conclusions, notes, tick marks, samples, tests of operation, statements about sources and sign-offs stay with the earlier engagement.',
  ];
}

async function make(
  dir: string,
  earlier: EarlierEngagement,
  next: NextPeriod,
  deps: EngagementDeps,
  work: WorkOptions,
): Promise<RollForward> {
  const { settings } = earlier;
  requireLater(settings.period, next.period);
  const carried = await readEarlier(earlier, work);
  stopIfCancelled(work);
  const scope = {
    client: next.client ?? settings.client,
    kind: next.kind ?? settings.kind,
    period: next.period,
    as_of: next.as_of,
    timezone: next.timezone ?? settings.timezone,
    parameters: carried.parameters,
  };
  const engagement = await createEngagement(dir, scope, deps);
  try {
    work.onProgress?.({ phase: 'Taking over the work', done: 0, total: null, unit: 'records' });
    const counts = await writeCarried(engagement, earlier, carried);
    await importCarried(engagement, earlier, carried, work);
    stopIfCancelled(work);
    return {
      from: {
        id: settings.id,
        client: settings.client,
        period: settings.period,
        journal: await earlier.journalHead(),
      },
      carried: counts,
      notes: notesOf(carried, earlier, scope.client),
    };
  } finally {
    await engagement.close();
  }
}

/**
 * Makes the engagement of the next period in `dir`, with what the earlier one in `from` hands on. The earlier folder is
 * looked at and never changed; it passes the checks of every opening. The new one is made beside its place and moved there
 * when it is whole: what is cancelled, fails or is killed leaves no engagement. Throws BAD_ARGUMENT, ENGAGEMENT_EXISTS,
 * and for the earlier one ENGAGEMENT_UNTRUSTED, JOURNAL_TAMPERED, SOURCE_CHANGED and the like.
 */
export async function rollForward(
  deps: EngagementDeps,
  places: { dir: string; from: string },
  next: NextPeriod,
  work: WorkOptions,
): Promise<RollForward> {
  const root = resolve(places.dir);
  requirePlace(root, resolve(places.from));
  const stage = await stageFor(root);
  try {
    const made = await lookAtEngagement(places.from, join(stage, 'scratch'), deps, (earlier) =>
      make(join(stage, 'engagement'), earlier, next, deps, work),
    );
    // An empty folder that was chosen gives way: not every system renames onto one.
    if (existsSync(root)) await rmdir(root);
    await rename(join(stage, 'engagement'), root);
    return made;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}
