import type { Result } from '#shared/contract/methods.ts';

type Lacking = NonNullable<Result<'overview.trend'>['lacking']>;

/** Words of the trends under the tiles of the overview. */
export const trendWords = {
  integrity: 'Audit trails at the latest run',
  titles: {
    findings: 'Trend of the findings',
    integrity: 'Trend of the audit trails',
    completeness: 'Trend of the completeness',
  },
  names: {
    findings: 'Findings by severity as they stood after each run',
    integrity: 'Audit trails that do not hold or are not proven, by the runs that verified them',
    completeness: 'Accounts and people without each other, by snapshot',
  },
  parts: {
    critical: 'critical',
    high: 'high',
    medium: 'medium',
    low: 'low',
    broken: 'Trails with a break',
    not_proven: 'Trails not proven',
    without_person: 'Accounts without a person',
    without_account: 'People without an account',
  } as Readonly<Record<string, string>>,
  points: { findings: 'Run', integrity: 'Run', completeness: 'Snapshot' },
  run: (name: string, at: string | null) => (at === null ? name : `${name}, ${at}`),
  period: (name: string) => `Last period, ${name.replace('..', ' – ')}`,
  tests: 'Tests',
  lacking: {
    runs: 'No run yet: a trend begins with the first.',
    trails: 'No run has verified an audit trail yet: bring one, and run the procedures.',
    snapshots: 'No access snapshot with a date yet: completeness over time cannot be told.',
    people: 'No HR roster yet: without one nobody can say whose accounts are missing.',
  } satisfies Record<Lacking, string>,
  oneRun: (point: string) => `One point so far (${point}): a line takes two. The next run is set against it.`,
  oneSnapshot: (point: string, parts: readonly string[]) =>
    `One snapshot only (${point}): ${parts.join(', ')}. A line takes two: bring earlier snapshots.`,
  ofPart: (part: string, figures: string) => `${part.charAt(0).toLowerCase()}${part.slice(1)}: ${figures}`,
  point: (point: string, part: string, figures: string) => `${point}, ${part}: ${figures}`,
  earlier: (points: string) => `Not shown: ${points} before these.`,
  earlierPoint: { findings: 'run', integrity: 'run', completeness: 'month' },
  ask: 'Compute the trend of completeness',
  askHelp: 'For the last snapshot of each month, with the accounts and people that are known now.',
  job: 'Completeness over the snapshots',
  done: (points: string) => `${points} computed.`,
  cancelled: 'Cancelled; nothing was kept.',
  snapshot: 'snapshot',
} as const;
