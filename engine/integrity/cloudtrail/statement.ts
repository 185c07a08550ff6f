import type { TrailReport } from '#shared/model/cloudtrail.ts';

function files(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function list(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(', ');
}

const part = (count: number, words: string): string | null => (count === 0 ? null : `${count} ${words}`);

/** The verdict in the order in which a reader asks: what period, what is valid, what is not, what is open and why. */
export function trailStatement(report: Omit<TrailReport, 'statement'>, logsGiven: boolean): string[] {
  const { covered, digests, log_files: logs, problems } = report;
  if (covered === null) return ['No digest lies in the period asked for: nothing is proven.'];
  const lines = [
    `The digests count for the time from ${covered.from} to ${covered.to}.`,
    `${files(digests.found, 'digest')} found: ${list([
      `${digests.valid} valid`,
      part(digests.altered, 'altered'),
      part(digests.not_proven, 'not proven'),
      part(
        digests.empty,
        digests.empty === 1
          ? 'of them states that there was no log file'
          : 'of them state that there was no log file',
      ),
    ])}; ${digests.missing === 0 ? 'none missing' : `about ${digests.missing} missing`}.`,
    logsGiven
      ? `${files(logs.expected, 'log file')} expected: ${list([
          `${logs.valid} valid`,
          part(logs.altered, 'altered'),
          part(logs.missing, 'missing'),
          part(logs.not_proven, 'not provable, because their digest is not'),
        ])}.`
      : `${files(logs.expected, 'log file')} expected; none was handed over, so that nothing is said of the events themselves.`,
  ];
  if (logs.unlisted > 0)
    lines.push(
      `${files(logs.unlisted, 'log file')} that no digest names: nothing vouches for ${logs.unlisted === 1 ? 'it' : 'them'}.`,
    );
  for (const { kind, detail, from, to } of problems) {
    if (from !== undefined && to !== undefined)
      lines.push(`From ${from} to ${to}: ${kind === 'digest_missing' ? 'digests are missing' : detail}.`);
  }
  if (problems.some(({ kind }) => kind === 'signature_missing')) {
    lines.push(
      'The signature of a digest is repeated by the next one only. For the newest digest, and the last before a hole, hand over its metadata: aws s3api head-object.',
    );
  }
  if (problems.some(({ kind }) => kind === 'key_missing')) {
    lines.push(
      'Some digests were signed with keys that were not handed over: ask for list-public-keys over the whole period.',
    );
  }
  lines.push(
    'A valid signature shows that the files are as the holder of the private key delivered them. That the keys are those of AWS rests on where the list came from: compare their fingerprints with list-public-keys of the region.',
    'Whether the trail recorded every kind of event, and whether digests exist after the last one, the files cannot show.',
  );
  return lines;
}
