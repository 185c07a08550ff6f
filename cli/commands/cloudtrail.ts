import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TrailReport, TrailsReport } from '#shared/model/cloudtrail.ts';
import { VERDICT_MARKS } from '#shared/model/vocabulary.ts';
import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';

const MARKS = {
  intact: VERDICT_MARKS.holds,
  broken: VERDICT_MARKS.fails,
  not_proven: VERDICT_MARKS.not_proven,
};

/** Nothing is wrong there; something is open. */
const OPEN = new Set(['signature_missing', 'key_missing', 'key_unfit', 'restart', 'digest_moved']);

/** Problems that are printed; --json carries all. */
const SHOWN = 25;

function trailText(report: TrailReport): string {
  const { problems, warnings } = report;
  return [
    `${MARKS[report.verdict]} ${report.trail}: ${report.verdict.replace('_', ' ')}`,
    ...report.statement.map((sentence) => `  ${sentence}`),
    ...problems
      .slice(0, SHOWN)
      .map(
        ({ kind, object, detail }) =>
          `  ${OPEN.has(kind) ? VERDICT_MARKS.not_proven : VERDICT_MARKS.fails} ${kind}${object === null ? '' : ` ${object}`}: ${detail}`,
      ),
    ...(problems.length > SHOWN ? [`  … and ${problems.length - SHOWN} more; --json lists all`] : []),
    ...warnings.map((warning) => `  ! ${warning}`),
  ].join('\n');
}

export function trailsText({ trails, keys, unread }: TrailsReport): string {
  return [
    ...trails.map(trailText),
    ...(keys.length === 0 ? [] : [`Signatures checked with the keys ${keys.join(', ')}.`]),
    ...unread.map(({ file, reason }) => `${VERDICT_MARKS.missing} ${file} is not counted: ${reason}`),
  ].join('\n\n');
}

export const verifyCloudtrail: Command = {
  name: 'verify-cloudtrail',
  usage: 'verify-cloudtrail <folder|engagement>... [--keys FILE] [--from DAY --to DAY] [--json]',
  summary: 'Check CloudTrail digests and log files offline, with carried public keys',
  options: {
    keys: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path }) {
    const places = words.positionals.map(path);
    if (places.length === 0)
      throw badUsage('name the folders that were copied from S3', verifyCloudtrail.usage);
    const keys = words.text('keys');
    const question = {
      ...(keys === undefined ? {} : { keys: path(keys) }),
      ...(words.text('from') === undefined ? {} : { from: words.text('from')! }),
      ...(words.text('to') === undefined ? {} : { to: words.text('to')! }),
    };
    let report: TrailsReport;
    if (places.length === 1 && existsSync(join(places[0]!, 'engagement.json'))) {
      await call('engagement.open', { dir: places[0]! });
      report = await call('cloudtrail.verify', question);
    } else {
      // Loaded here, so that commands that need no engine start without it.
      const { verifyTrailFolders } = await import('#engine/index.ts');
      report = await verifyTrailFolders(places, {
        ...question,
        onProgress: (update) => terminal.progress({ ...update, rate: null }),
      });
    }
    if (words.flag('json')) terminal.json(report);
    else terminal.out(trailsText(report));
    const isBroken = report.trails.some(({ verdict }) => verdict === 'broken') || report.unread.length > 0;
    return isBroken ? 1 : 0;
  },
};
