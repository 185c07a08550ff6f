import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ChainReport } from '#shared/model/chain.ts';
import { VERDICT_MARKS } from '#shared/model/vocabulary.ts';

import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';
import { ANCHOR_OPTIONS, ANCHOR_USAGE, anchorQuestion } from './anchor-words.ts';

const MARKS = {
  intact: VERDICT_MARKS.holds,
  broken: VERDICT_MARKS.fails,
  not_proven: VERDICT_MARKS.not_proven,
};

/** Breaks that are printed; --json carries all. */
const SHOWN = 25;

export function chainText(report: ChainReport): string {
  const lines = [
    `${MARKS[report.verdict]} ${report.chain}: ${report.verdict.replace('_', ' ')} (${report.events} events, profile ${report.profile})`,
    ...report.statement.map((sentence) => `  ${sentence}`),
    ...report.breaks
      .slice(0, SHOWN)
      .map(
        (item) =>
          `  ${VERDICT_MARKS.fails} ${item.kind} at record ${item.index}${item.event_id === null ? '' : ` (${item.event_id})`}: ${item.detail}`,
      ),
    ...(report.breaks.length > SHOWN
      ? [`  … and ${report.breaks.length - SHOWN} more; --json lists all`]
      : []),
    ...report.warnings.map((warning) => `  ! ${warning}`),
    ...(report.head === null
      ? []
      : [`  head ${report.head}: keep it with the count as the anchor of the next audit`]),
  ];
  return lines.join('\n');
}

interface Fit {
  profile: string;
  matched: number;
  tried: number;
}

/** Which profiles explain how many of the first records of a log. */
function fitsText(fits: readonly Fit[]): string {
  const each = fits.map(({ profile, matched, tried }) => `${profile} ${matched} of ${tried}`);
  return `Profiles that explain the first records: ${each.length === 0 ? 'none' : each.join(', ')}`;
}

export const verifyChain: Command = {
  name: 'verify-chain',
  usage: `verify-chain <dir>|<file.ndjson>... [--profile NAME|FILE] [--chain NAME] ${ANCHOR_USAGE} [--hmac-key FILE] [--json]`,
  summary: 'Check the hash chain of an audit trail',
  options: {
    profile: { type: 'string' },
    chain: { type: 'string' },
    'hmac-key': { type: 'string' },
    ...ANCHOR_OPTIONS,
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path }) {
    const [target] = words.positionals;
    if (target === undefined)
      throw badUsage('name an engagement, or the files or the folder of a log', verifyChain.usage);
    const profileText = words.text('profile');
    // A profile is a name unless a file is there.
    const profile =
      profileText !== undefined && statSync(path(profileText), { throwIfNoEntry: false })?.isFile()
        ? path(profileText)
        : profileText;
    const chain = words.text('chain');
    const hmacKey = words.text('hmac-key');
    const question = {
      ...(profile === undefined ? {} : { profile }),
      ...(chain === undefined ? {} : { chain }),
      ...(hmacKey === undefined ? {} : { hmac_key: path(hmacKey) }),
      ...anchorQuestion(words, path, verifyChain.usage),
    };
    // Loaded here, so that commands that need no engine start without it.
    const { verifyLogFiles } = await import('#engine/index.ts');
    const isEngagement = words.positionals.length === 1 && existsSync(join(path(target), 'engagement.json'));
    if (isEngagement) await call('engagement.open', { dir: path(target) });
    const detected: Fit[][] = [];
    const chains = isEngagement
      ? (await call('chain.verify', question)).chains
      : await verifyLogFiles(words.positionals.map(path), {
          ...question,
          onDetect: ({ fits }) => detected.push(fits),
          onProgress: (update) => terminal.progress({ ...update, rate: null }),
        });
    if (words.flag('json')) terminal.json({ chains, detected });
    else terminal.out([...chains.map(chainText), ...detected.map(fitsText)].join('\n\n'));
    return chains.some((report) => report.verdict === 'broken') ? 1 : 0;
  },
};
