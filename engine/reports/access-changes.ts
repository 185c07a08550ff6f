import { basisNote, basisOf, covers } from './basis.ts';
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
  const people = await basisOf(session, 'hr_events', 'effective_at');
  const trail = await basisOf(session, 'audit_events', 'occurred_at');
  const granted = await basisOf(session, 'exceptions', 'granted_at');
  const known = covers(people, moments);
  // What cannot be known is null, not none: nobody could tell the two apart.
  const ofPeople = (count: number) => (known ? count : null);
  const ofExceptions = (count: number) => (granted.rows === 0 ? null : count);
  const of = (people: readonly PersonChange[], kind: string) =>
    people.filter((person) => person.kind === kind).length;
  const incomplete = (people: readonly PersonChange[]) =>
    people.filter(({ seconds }) => seconds === null).length;
  const rounded = (seconds: number | null) => (seconds === null ? null : hours(seconds));
  const figures = {
    hires: ofPeople(joined.people.length),
    hires_mean_hours_to_full_access: rounded(joined.mean_seconds),
    hires_incomplete: incomplete(joined.people),
    hires_grants: joined.granted,
    hires_grants_by_policy: joined.granted_by_policy,
    terminations: ofPeople(left.people.length),
    terminations_mean_hours_to_full_revocation: rounded(left.mean_seconds),
    terminations_incomplete: incomplete(left.people),
    role_changes: ofPeople(moved.people.length),
    promotions: ofPeople(of(moved.people, 'promotion')),
    transfers: ofPeople(of(moved.people, 'transfer')),
    role_changes_mean_hours: rounded(moved.mean_seconds),
    role_changes_incomplete: incomplete(moved.people),
    role_changes_graceful: ofPeople(moved.graceful),
    exceptions_granted: ofExceptions(exceptions.granted),
    exceptions_granted_by_need: exceptions.by_need,
    exceptions_mean_hours_to_approval: rounded(exceptions.approval_seconds),
    exceptions_expired: ofExceptions(exceptions.expired),
    exceptions_auto_revoked: ofExceptions(exceptions.auto_revoked),
    exceptions_extended: ofExceptions(exceptions.extended),
    exceptions_revoked_early: ofExceptions(exceptions.revoked_early),
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
      basisNote('HR events', people, moments),
      basisNote('events of audit trails', trail, moments),
      ...(granted.rows === 0
        ? ['NO DATA: no exceptions were imported, so nothing can be said of them.']
        : []),
      'Hours come from the events of the audit trail; people whose change is not complete are counted apart and not averaged.',
      'Early provisioning counts as 0 hours. Percentages are rounded half up to whole numbers.',
    ],
  };
}

type Figures = Record<string, unknown> & {
  hires: number | null;
  terminations: number | null;
  role_changes: number | null;
  exceptions_granted: number | null;
  exceptions_expired: number | null;
};

const shown = (count: number | null) => (count === null ? 'not known' : grouped(count));

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
  const count = (name: string) => shown(figures[name] as number | null);
  const share = (part: string, whole: string) =>
    number(whole) === 0 ? count(part) : `${count(part)} (${percent(number(part), number(whole), 0)})`;
  const needs = Object.entries(figures['exceptions_granted_by_need'] as Record<string, number>);
  return [
    {
      heading: `New Hires: ${shown(figures.hires)}`,
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
      heading: `Terminations: ${shown(figures.terminations)}`,
      lines: [
        line('Average time to full revocation', time('terminations_mean_hours_to_full_revocation')),
        line(
          'Policy-based deprovisioning',
          percent(number('terminations') - number('terminations_incomplete'), number('terminations'), 0),
        ),
        ...incomplete('terminations_incomplete'),
      ],
    },
    {
      heading: `Role Changes: ${shown(figures.role_changes)}`,
      lines: [
        line('Promotions', count('promotions')),
        line('Department transfers', count('transfers')),
        line('Average transition time', time('role_changes_mean_hours')),
        line('Graceful deprecation used', share('role_changes_graceful', 'role_changes')),
        ...incomplete('role_changes_incomplete'),
      ],
    },
    {
      heading: `Exceptions Granted: ${shown(figures.exceptions_granted)}`,
      lines: [
        ...needs.map(([need, count]) => line(NEEDS[need] ?? need, count)),
        line('Average approval time', time('exceptions_mean_hours_to_approval')),
      ],
    },
    {
      heading: `Exceptions Expired: ${shown(figures.exceptions_expired)}`,
      lines: [
        line('Auto-revoked on expiration', share('exceptions_auto_revoked', 'exceptions_expired')),
        line('Extended', count('exceptions_extended')),
        line('Manually revoked early', count('exceptions_revoked_early')),
      ],
    },
  ];
}
