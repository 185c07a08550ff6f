import type { Session } from '#engine/store/index.ts';
import { accessChangesReport } from './access-changes.ts';
import { COVERAGE, CHANGES, type Figure, REMEDIATION, SHARES, wordOf } from './client-figure-names.ts';
import { coverageReport } from './coverage.ts';
import { driftRemediationReport } from './drift-remediation.ts';
import { metricsReport } from './metrics.ts';
import {
  grouped,
  line,
  percentNumber,
  type ReportInput,
  type ReportModel,
  type ReportSpec,
} from './model.ts';

/** The figures that the client reports, one by one against those that its own records give. */
export const clientFiguresReport: ReportSpec = {
  id: 'client-figures',
  title: 'Client’s Figures',
  build,
};

type Verdict = 'agreed' | 'differs' | 'not_reproducible' | 'missed_by_client';

interface Claim {
  report: string;
  metric: string;
  period: string;
  /** As it was stated, without zeros at the end. */
  value: string;
  source_id: string;
  record_no: number;
}

interface Ours {
  figures: Readonly<Record<string, unknown>>;
  names: readonly Figure[];
  /** What the client leaves out is told; of a point of a trend it is not. */
  whole: boolean;
}

interface Row {
  report: string;
  metric: string;
  period: string;
  claimed: string | null;
  ours: number | null;
  verdict: Verdict;
  why: string | null;
  source_rows: { table: string; source_id: string; record_no: number }[];
}

async function claimsOf(session: Session): Promise<Claim[]> {
  const rows = await session.rows(
    `SELECT coalesce(report, '') AS report, metric, coalesce(trim(period), '') AS period, value::VARCHAR AS value, source_id, record_no
     FROM reported_metrics WHERE metric IS NOT NULL AND value IS NOT NULL ORDER BY source_id, record_no`,
  );
  return rows.map((row) => ({
    report: String(row['report']),
    metric: String(row['metric']),
    period: String(row['period']),
    value: String(row['value'])
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
    source_id: String(row['source_id']),
    record_no: Number(row['record_no']),
  }));
}

/** Coverage of another day, in the figures that a snapshot alone gives; null where no snapshot was taken by then. */
async function coverageOn(input: ReportInput, day: string): Promise<Ours['figures'] | null> {
  const trend = (await input.other(metricsReport)).rows.find((row) => row['day'] === day);
  const totals =
    trend ??
    (await input.session.one('SELECT * FROM coverage_totals($day::VARCHAR::TIMESTAMPTZ)', { day })) ??
    {};
  const figures = Object.fromEntries(
    ['grants', 'by_policy', 'by_exception', 'drift'].map((name) => [name, Number(totals[name] ?? 0)]),
  );
  return figures['grants'] === 0 ? null : figures;
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** `2024-11` and `2024-11-01..2024-11-30` name one period. */
function namesPeriod(text: string, { from, to }: { from: string; to: string }): boolean {
  if (text === '' || text === `${from}..${to}`) return true;
  if (!/^\d{4}-\d{2}$/.test(text)) return false;
  const next = new Date(`${text}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1, 0);
  return from === `${text}-01` && to === next.toISOString().slice(0, 10);
}

/** Our figures for what a claim speaks of, or why there are none. */
async function oursFor(input: ReportInput, { report, period }: Claim): Promise<Ours | string> {
  const { moments } = input;
  const kind = wordOf(report);
  if (['coverage', 'policy_coverage', 'trend', 'trends', 'metrics'].includes(kind)) {
    if (period === '' || period === moments.as_of_text.slice(0, 10)) {
      const { figures } = await input.other(coverageReport);
      return figures['snapshot_rows'] === 0
        ? 'no snapshot was imported for that day'
        : { figures, names: COVERAGE, whole: true };
    }
    if (!isDay(period)) return 'a figure of coverage is of a day';
    const figures = await coverageOn(input, period);
    return figures === null
      ? 'no snapshot was imported for that day'
      : { figures, names: COVERAGE, whole: false };
  }
  const changes = ['access_changes', 'changes'].includes(kind);
  if (!changes && !['drift_remediation', 'remediation', 'drift'].includes(kind))
    return 'none of our reports is called so';
  if (!namesPeriod(period, moments.period))
    return 'it is of another period: ask for this report with that one';
  const { figures } = await input.other(changes ? accessChangesReport : driftRemediationReport);
  return { figures, names: changes ? CHANGES : REMEDIATION, whole: true };
}

function read(figures: Ours['figures'], path: string): number | null {
  const value = path
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], figures);
  return typeof value === 'number' ? value : null;
}

/** Our figure with as many decimals as the client prints, rounded half up. */
function rounded({ figures }: Ours, path: string, decimals: number): number | null {
  const part = SHARES[path];
  const whole = read(figures, 'grants');
  if (part !== undefined && whole !== null) return percentNumber(read(figures, part) ?? 0, whole, decimals);
  const value = read(figures, path);
  const scale = 10 ** decimals;
  return value === null ? null : Math.floor(value * scale + 0.5 + 1e-9) / scale;
}

/** `path` = which of our figures it is. */
function judge(claim: Claim, ours: Ours | string): { row: Row; path: string | null } {
  const { report, metric, period, value, source_id, record_no } = claim;
  const row: Row = {
    report,
    metric,
    period,
    claimed: value,
    ours: null,
    verdict: 'not_reproducible',
    why: null,
    source_rows: [{ table: 'reported_metrics', source_id, record_no }],
  };
  if (typeof ours === 'string') return { row: { ...row, why: ours }, path: null };
  const path = ours.names.find(([, ...words]) => words.includes(wordOf(metric)))?.[0];
  if (path === undefined) return { row: { ...row, why: 'none of our figures is called so' }, path: null };
  const found = rounded(ours, path, value.split('.')[1]?.length ?? 0);
  if (found === null) return { row: { ...row, why: 'our figure is not known' }, path };
  const verdict = found === Number(value) ? 'agreed' : 'differs';
  return { row: { ...row, ours: found, verdict }, path };
}

async function compare(input: ReportInput, claims: readonly Claim[]): Promise<Row[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = JSON.stringify([wordOf(claim.report), claim.period]);
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  const rows: Row[] = [];
  for (const group of groups.values()) {
    const [{ report, period }] = group as [Claim];
    const ours = await oursFor(input, group[0]!);
    const judged = group.map((claim) => judge(claim, ours));
    rows.push(...judged.map(({ row }) => row));
    if (typeof ours === 'string' || !ours.whole) continue;
    const claimed = new Set(judged.map(({ path }) => path));
    for (const [path, metric] of ours.names) {
      const own = rounded(ours, path, path.includes('percent') || path.includes('hours') ? 1 : 0);
      if (own === null || claimed.has(path)) continue;
      rows.push({
        report,
        metric: metric!,
        period,
        claimed: null,
        ours: own,
        verdict: 'missed_by_client',
        why: null,
        source_rows: [],
      });
    }
  }
  return rows;
}

const VERDICTS = [
  ['differs', 'Differ from what the records give'],
  ['not_reproducible', 'Not reproducible'],
  ['missed_by_client', 'Not reported by the client'],
  ['agreed', 'Agreed'],
] as const;

async function build(input: ReportInput): Promise<ReportModel> {
  const claims = await claimsOf(input.session);
  const rows = await compare(input, claims);
  const of = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict);
  const { moments } = input;
  return {
    report: 'client-figures',
    title: `Client’s Figures - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: `${moments.period.from}..${moments.period.to}`,
    figures: {
      claimed: claims.length,
      agreed: of('agreed').length,
      differs: of('differs').length,
      not_reproducible: of('not_reproducible').length,
      missed_by_client: of('missed_by_client').length,
    },
    rows: rows.map((row) => ({ ...row })),
    sections: [
      {
        heading: '',
        lines: [line('Figures that the client reports', claims.length === 0 ? 'NO DATA' : claims.length)],
      },
      ...VERDICTS.filter(([verdict]) => of(verdict).length > 0).map(([verdict, heading]) => ({
        heading: `${heading}: ${of(verdict).length}`,
        lines: of(verdict).map(({ report, metric, period, claimed, ours, why }) =>
          line(
            `${report} ${metric}${period === '' ? '' : `, ${period}`}`,
            [
              claimed === null ? [] : [`client ${grouped(Number(claimed))}`],
              ours === null ? [] : [`records ${grouped(ours)}`],
            ]
              .flat()
              .join(', '),
            why ?? undefined,
          ),
        ),
      })),
    ],
    notes: [
      claims.length === 0
        ? 'NO DATA: no figures of the client were imported (report, metric, period, value).'
        : 'Our figure is rounded half up to the decimals that the client states; it agrees or it does not.',
    ],
  };
}
