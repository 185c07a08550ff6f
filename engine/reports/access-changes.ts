import { exceptionChanges } from './changes-exceptions.ts';
import { joiners, leavers, movers, type PersonChange } from './changes-people.ts';
import {
  grouped,
  hours,
  line,
  percent,
  type Line,
  type ReportInput,
  type ReportModel,
  type ReportSpec,
} from './model.ts';
import { periodName } from './period-name.ts';

/** Access Changes: who joined, left and moved in a period, and how fast access followed. */
export const accessChangesReport: ReportSpec = {
  id: 'access-changes',
  title: 'Access Changes Report',
  build,
};

async function build({ session, moments }: ReportInput): Promise<ReportModel> {
  const joined = await joiners(session, moments);
  const left = await leavers(session, moments);
  const moved = await movers(session, moments);
  const exceptions = await exceptionChanges(session, moments);
  const of = (people: readonly PersonChange[], kind: string) =>
    people.filter((person) => person.kind === kind).length;
  const incomplete = (people: readonly PersonChange[]) =>
    people.filter(({ seconds }) => seconds === null).length;
  const rounded = (seconds: number | null) => (seconds === null ? null : hours(seconds));
  const figures = {
    hires: joined.people.length,
    hires_mean_hours_to_full_access: rounded(joined.mean_seconds),
    hires_incomplete: incomplete(joined.people),
    hires_grants: joined.granted,
    hires_grants_by_policy: joined.granted_by_policy,
    terminations: left.people.length,
    terminations_mean_hours_to_full_revocation: rounded(left.mean_seconds),
    terminations_incomplete: incomplete(left.people),
    role_changes: moved.people.length,
    promotions: of(moved.people, 'promotion'),
    transfers: of(moved.people, 'transfer'),
    role_changes_mean_hours: rounded(moved.mean_seconds),
    role_changes_incomplete: incomplete(moved.people),
    role_changes_graceful: moved.graceful,
    exceptions_granted: exceptions.granted,
    exceptions_granted_by_need: exceptions.by_need,
    exceptions_mean_hours_to_approval: rounded(exceptions.approval_seconds),
    exceptions_expired: exceptions.expired,
    exceptions_auto_revoked: exceptions.auto_revoked,
    exceptions_extended: exceptions.extended,
    exceptions_revoked_early: exceptions.revoked_early,
  };
  return {
    report: 'access-changes',
    title: `Access Changes Report - ${periodName(moments.period)}`,
    as_of: moments.as_of_text,
    period: `${moments.period.from}..${moments.period.to}`,
    figures,
    rows: [...joined.people, ...left.people, ...moved.people].map((person) => ({ ...person })),
    sections: sections(figures),
    notes: [
      'Hours come from the events of the audit trail; people whose change is not complete are counted apart and not averaged.',
      'Early provisioning counts as 0 hours. Percentages are rounded half up to whole numbers.',
    ],
  };
}

type Figures = Record<string, unknown> & {
  hires: number;
  terminations: number;
  role_changes: number;
  exceptions_granted: number;
  exceptions_expired: number;
};

const NEEDS: Readonly<Record<string, string>> = {
  project: 'Project access',
  training: 'Training',
  role_transition: 'Role transitions',
};

function sections(figures: Figures): ReportModel['sections'] {
  const number = (name: string) => Number(figures[name] ?? 0);
  const time = (name: string) => (figures[name] === null ? 'n/a' : `${Number(figures[name])} hours`);
  const incomplete = (name: string): Line[] =>
    number(name) === 0 ? [] : [line('Not complete', number(name))];
  const share = (part: number, whole: number) =>
    whole === 0 ? String(part) : `${grouped(part)} (${percent(part, whole, 0)})`;
  const needs = Object.entries(figures['exceptions_granted_by_need'] as Record<string, number>);
  return [
    {
      heading: `New Hires: ${figures.hires}`,
      lines: [
        line('Average time to full access', time('hires_mean_hours_to_full_access')),
        line(
          'Policy-based provisioning',
          percent(number('hires_grants_by_policy'), number('hires_grants'), 0),
        ),
        ...incomplete('hires_incomplete'),
      ],
    },
    {
      heading: `Terminations: ${figures.terminations}`,
      lines: [
        line('Average time to full revocation', time('terminations_mean_hours_to_full_revocation')),
        line(
          'Policy-based deprovisioning',
          percent(figures.terminations - number('terminations_incomplete'), figures.terminations, 0),
        ),
        ...incomplete('terminations_incomplete'),
      ],
    },
    {
      heading: `Role Changes: ${figures.role_changes}`,
      lines: [
        line('Promotions', number('promotions')),
        line('Department transfers', number('transfers')),
        line('Average transition time', time('role_changes_mean_hours')),
        line('Graceful deprecation used', share(number('role_changes_graceful'), figures.role_changes)),
        ...incomplete('role_changes_incomplete'),
      ],
    },
    {
      heading: `Exceptions Granted: ${figures.exceptions_granted}`,
      lines: [
        ...needs.map(([need, count]) => line(NEEDS[need] ?? need, count)),
        line('Average approval time', time('exceptions_mean_hours_to_approval')),
      ],
    },
    {
      heading: `Exceptions Expired: ${figures.exceptions_expired}`,
      lines: [
        line(
          'Auto-revoked on expiration',
          share(number('exceptions_auto_revoked'), figures.exceptions_expired),
        ),
        line('Extended', number('exceptions_extended')),
        line('Manually revoked early', number('exceptions_revoked_early')),
      ],
    },
  ];
}
