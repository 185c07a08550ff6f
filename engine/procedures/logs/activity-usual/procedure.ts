import { type Driver, outliers, type ScoredRow } from '#engine/analysis/index.ts';
import type {
  CellRow,
  ProcedureContext,
  ProcedureMeta,
  ProcedureResult,
  ProcedureRow,
} from '#engine/runner/kit/index.ts';

export const meta: ProcedureMeta = {
  id: 'logs.activity-usual',
  version: 1,
  title: 'People use the systems at the hours and in the amounts that are usual here',
  severity: { unusual_activity: 'medium', too_little_data: 'low', usual: 'low' },
  subject: ['account', 'log'],
  needs: { access_logs: ['occurred_at', 'account', 'system'] },
  optional_needs: {
    accounts: {
      columns: ['system', 'account_id', 'kind'],
      without: 'Accounts of services, vendors and shared ones could not be left out.',
    },
  },
  params: {
    threshold: {
      type: 'decimal',
      unit: 'score from 0 to 1',
      doc: 'An account is reported when one of its hours scores higher; 0.5 is ordinary',
      default: 0.7,
      min: 0.5,
      max: 1,
    },
    seed: {
      type: 'integer',
      unit: 'seed',
      doc: 'Seed of the random numbers (xoshiro128**)',
      default: 1,
      min: 0,
      max: 4_294_967_295,
    },
    trees: { type: 'integer', unit: 'trees', doc: 'Number of trees', default: 100, min: 1, max: 10_000 },
    sample: {
      type: 'integer',
      unit: 'rows',
      doc: 'Rows drawn for each tree',
      default: 256,
      min: 2,
      max: 1_000_000,
    },
    least_rows: {
      type: 'integer',
      unit: 'rows',
      doc: 'With fewer combinations of account, weekday and hour nothing can be called unusual',
      default: 100,
      min: 2,
      max: 1_000_000,
    },
  },
  replaces: [],
  reasons: {
    unusual_activity: { title: 'Activity stands apart from that of everybody else' },
    too_little_data: {
      title: 'The log is too short to tell what is usual',
      recommendation: 'Import a longer log.',
    },
    usual: { title: 'Activity is like that of others' },
  },
  texts: {
    criteria: 'Activity that stands apart is looked at.',
    effect: 'Unusual activity can be misuse or a taken-over account; it can as well be a night shift.',
    recommendation: 'Look at what the account did in these hours, and ask the person.',
  },
};

const ACTIVITY = `
  WITH machines AS (SELECT * FROM account_lines())
  SELECT account, hour(local_at)::INTEGER AS hour, isodow(local_at)::INTEGER AS weekday, count(*)::INTEGER AS uses
  FROM (
    SELECT l.account, l.occurred_at AT TIME ZONE $timezone::VARCHAR AS local_at
    FROM access_logs AS l
    ANTI JOIN machines AS own ON own.system = l.system AND own.account_id = lower(l.account)
    ANTI JOIN machines AS anywhere ON anywhere.system IS NULL AND anywhere.account_id = lower(l.account)
    WHERE l.occurred_at >= $start::TIMESTAMPTZ AND l.occurred_at < $end::TIMESTAMPTZ AND l.account IS NOT NULL)
  GROUP BY ALL ORDER BY account, weekday, hour`;

const EVIDENCE = `
  SELECT source_id, record_no FROM access_logs
  WHERE account = $account AND occurred_at >= $start::TIMESTAMPTZ AND occurred_at < $end::TIMESTAMPTZ
    AND hour(occurred_at AT TIME ZONE $timezone::VARCHAR) = $hour AND isodow(occurred_at AT TIME ZONE $timezone::VARCHAR) = $weekday
  ORDER BY occurred_at, source_id, record_no`;

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Hours shown of one account. */
const SHOWN = 10;

type Bucket = CellRow & { account: string; hour: number; weekday: number; uses: number };
type Scored = ScoredRow<Bucket>;

function shown({ row, score, drivers }: Scored): CellRow {
  const parts = drivers.map(({ feature, share }: Driver): CellRow => ({ feature, share }));
  return { weekday: row.weekday, hour: row.hour, uses: row.uses, score, drivers: parts };
}

function byScore(a: Scored, b: Scored): number {
  return b.score - a.score || a.row.weekday - b.row.weekday || a.row.hour - b.row.hour;
}

function hourText({ row }: Scored): string {
  return `${row.uses} uses on ${WEEKDAYS[row.weekday - 1]}s from ${String(row.hour).padStart(2, '0')}:00`;
}

async function lead(
  context: ProcedureContext,
  account: string,
  hours: Scored[],
  above: Scored[],
): Promise<ProcedureRow> {
  const worst = hours[0]!;
  const { start, end } = context.period;
  const { hour, weekday } = worst.row;
  const evidence = await context.query(EVIDENCE, {
    account,
    start,
    end,
    timezone: context.timezone,
    hour,
    weekday,
  });
  return {
    subject_type: 'account',
    subject_id: account,
    outcome: 'lead',
    reason_code: 'unusual_activity',
    summary: `${hourText(worst)} score ${worst.score.toFixed(3)}; driven by ${worst.drivers.map(({ feature }) => feature).join(', ')}`,
    details: {
      score: worst.score,
      threshold: Number(context.params['threshold']),
      seed: Number(context.params['seed']),
      hours_above: above.length,
      hours: above.slice(0, SHOWN).map(shown),
    },
    source_rows: evidence.map((source) => ({
      table: 'access_logs',
      source_id: String(source['source_id']),
      record_no: Number(source['record_no']),
    })),
  };
}

function tooLittle(rows: number): ProcedureRow {
  return {
    subject_type: 'log',
    subject_id: 'access_logs',
    outcome: 'indeterminate',
    reason_code: 'too_little_data',
    summary: `${rows} combinations of account, weekday and hour are too few to tell what is usual`,
    details: { rows },
    source_rows: [],
  };
}

/**
 * Scores each account's hours of the week, by number of uses, with an isolation forest. A lead for an account whose
 * most unusual hour scores above the threshold; nobody is reported for being the most unusual of an ordinary lot.
 */
export async function run(context: ProcedureContext): Promise<ProcedureResult> {
  const { params, period, timezone } = context;
  const buckets = (await context.query(ACTIVITY, { ...period, timezone })) as Bucket[];
  const accounts = new Set(buckets.map(({ account }) => account));
  if (buckets.length === 0) return { population: 0, rows: [] };
  if (buckets.length < Number(params['least_rows']))
    return { population: accounts.size, rows: [tooLittle(buckets.length)] };
  const { rows } = outliers(
    buckets.map(({ account, hour, weekday, uses }) => ({ account, hour, weekday, uses })),
    { seed: Number(params['seed']), trees: Number(params['trees']), sample: Number(params['sample']) },
  );
  const threshold = Number(params['threshold']);
  const hours = new Map<string, Scored[]>();
  for (const scored of rows) {
    const own = hours.get(scored.row.account);
    if (own === undefined) hours.set(scored.row.account, [scored]);
    else own.push(scored);
  }
  const leads: ProcedureRow[] = [];
  for (const [account, own] of hours) {
    own.sort(byScore);
    const above = own.filter(({ score }) => score > threshold);
    if (above.length > 0) leads.push(await lead(context, account, own, above));
  }
  leads.sort(
    (a, b) =>
      Number(b.details['score']) - Number(a.details['score']) || (a.subject_id < b.subject_id ? -1 : 1),
  );
  return { population: accounts.size, rows: leads };
}
