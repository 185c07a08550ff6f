import { testedRows } from '#engine/runner/index.ts';
import { line, type Line, type ReportInput, type ReportModel, type ReportSpec } from './model.ts';
import { periodName } from './period-name.ts';

/** Schedule adherence: each audit that the client plans, term by term, done or not. */
export const scheduleReport: ReportSpec = { id: 'schedule', title: 'Schedule Adherence Report', build };

const PLANS = `
  SELECT audit, any_value(lower(trim(frequency)) ORDER BY frequency) AS frequency, any_value(scope ORDER BY scope) AS scope,
    any_value(owner ORDER BY owner) AS owner
  FROM audit_schedule WHERE audit IS NOT NULL GROUP BY audit ORDER BY audit`;

const LAST = `
  SELECT lower(trim(audit)) AS audit, max(performed_at) AS last
  FROM audits_performed WHERE performed_at < $period_end::TIMESTAMPTZ GROUP BY ALL ORDER BY audit`;

async function build({ session, moments, parameters }: ReportInput): Promise<ReportModel> {
  const terms = await testedRows(session, 'schedule.audits-performed', moments, parameters);
  const plans = await session.rows(PLANS);
  const last = new Map(
    (await session.rows(LAST, { period_end: moments.period_end })).map((row) => [row['audit'], row['last']]),
  );
  const of = (reason: string) => (terms ?? []).filter((term) => term.reason === reason).length;
  const rows = plans.map((plan) => {
    const audit = String(plan['audit']);
    const own = (terms ?? []).filter(({ subject_id }) => subject_id === audit);
    const named = (reason: string) =>
      own.filter((term) => term.reason === reason).map(({ details }) => String(details['term']));
    return {
      audit,
      frequency: plan['frequency'],
      scope: plan['scope'],
      owner: plan['owner'],
      performed: named('performed'),
      missed: named('missed'),
      not_due: named('not_due'),
      understood: !own.some((term) => term.reason === 'frequency_unknown'),
      last_performed: last.get(audit.trim().toLowerCase()) ?? null,
    };
  });
  return {
    report: 'schedule',
    title: `Schedule Adherence Report - ${periodName(moments.period)}`,
    as_of: moments.as_of_text,
    period: `${moments.period.from}..${moments.period.to}`,
    figures: {
      audits_planned: terms === null ? null : plans.length,
      terms_performed: terms === null ? null : of('performed'),
      terms_missed: terms === null ? null : of('missed'),
      terms_not_due: terms === null ? null : of('not_due'),
      frequencies_not_understood: terms === null ? null : of('frequency_unknown'),
    },
    rows,
    sections:
      terms === null
        ? [{ heading: '', lines: [line('Audits planned', 'not known')] }]
        : [
            {
              heading: '',
              lines: [
                line('Audits planned', plans.length),
                line('Terms in which the audit was done', of('performed')),
                line('Terms that passed without it', of('missed')),
                line('Terms that had not passed', of('not_due')),
              ],
            },
            { heading: 'Audit by audit', lines: rows.flatMap(auditLines) },
          ],
    notes: [
      terms === null
        ? 'NO DATA: the schedule of audits or the list of audits performed was not imported.'
        : 'A term is the calendar week, month, quarter or year that holds a day of the period; an audit done at any time in it counts.',
    ],
  };
}

function auditLines(row: {
  audit: string;
  frequency: unknown;
  owner: unknown;
  performed: string[];
  missed: string[];
  not_due: string[];
  understood: boolean;
  last_performed: unknown;
}): Line[] {
  const state = !row.understood
    ? 'how often it is due is not understood'
    : row.missed.length > 0
      ? `not done in ${row.missed.join(', ')}`
      : row.performed.length > 0
        ? `done in ${row.performed.join(', ')}`
        : 'no term has passed';
  return [
    line(row.audit, state, `${String(row.frequency)}, ${String(row.owner ?? 'no owner')}`),
    line(
      'Last done',
      row.last_performed === null ? 'never, as far as is known' : String(row.last_performed).slice(0, 10),
      undefined,
      2,
    ),
  ];
}
