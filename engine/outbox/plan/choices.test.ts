import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProcedures } from '#engine/runner/index.ts';
import { COMPANY, type Company, company } from '#test/support/outbox-company.ts';
import { type ActionView, actionViews } from './action-status.ts';
import { sendPlan } from './send-plan.ts';

/**
 * Ann holds gitlab group:x and aws prod, which a rule keeps apart; so does Bob, through a group, with aws stage.
 * Cal became a lead on 5 November and still has what engineers have. All of it as of 15 November 2024.
 */
const RULES = `sod_policies:
  - name: Code and production apart
    conflicting_resources: ["gitlab:group:x", "aws:prod"]
    enforcement: strict
  - name: Code and staging apart
    conflicting_roles: ["gitlab:group:x", "stagers"]
    enforcement: strict
`;
const MOVE = `Event ID,Event Type,Employee ID,Work Email,Effective,Recorded At,Old Job Title,New Job Title,Old Department,New Department,Overlap Days
H-1,promotion,E-7,cal@corp.example,2024-11-05T14:00:00Z,2024-11-01T14:00:00Z,Engineer,Lead,Build,Build,0
`;
const TRAIL = `{"id":"e1","timestamp":"2024-11-02T14:00:00Z","event_type":"access_granted","user":"ann@corp.example","resource":"gitlab:group:x","action":"add","permission":"developer","actor":"it@corp.example","reason":null,"exception_id":null,"metadata":{},"hash":"00","previous_hash":"00"}
`;
const GROUPS = (day: string) => `Snapshot,System,Group,Member Kind,Member
${day}T05:00:00Z,aws,stagers,account,bob@corp.example
`;
const SNAPSHOT = COMPANY['snapshot-1.csv']!;
const on = (day: string, text = SNAPSHOT) => text.replaceAll('2024-11-10', day);
const without = (line: string, text: string) => text.replace(new RegExp(`^.*${line}.*\n`, 'm'), '');

let at: Company;
beforeAll(async () => {
  at = await company();
  for (const [name, content] of [
    ['sod-rules.yaml', RULES],
    ['hr-events.csv', MOVE],
    ['trail.ndjson', TRAIL],
    ['memberships.csv', GROUPS('2024-11-10')],
    // Bob's account of aws, which holds nothing by itself.
    [
      'aws.csv',
      `System,Account,Email,Employee ID,Kind,Status\naws,bob@corp.example,bob@corp.example,E-4,human,active\n`,
    ],
  ] as const) {
    const { failed } = await at.add(name, content);
    expect(failed).toEqual([]);
  }
  await runProcedures(at.engagement, {
    procedures: ['sod.roles-separate', 'sod.resources-separate', 'changes.movers-complete'],
  });
});
afterAll(() => at.remove());

const short = ({ action, holder, system, resource, permission, rule }: ActionView) =>
  [action, holder, system, resource, permission, rule].filter((word) => word !== null).join(' ');
const CODE = 'separate ann@corp.example Code and production apart';
const STAGE = 'separate bob@corp.example Code and staging apart';
const LEFT = 'revoke cal@corp.example gitlab group:x developer';

async function states(as_of: string): Promise<Record<string, string>> {
  const views = await at.engagement.store.use((session) => actionViews(session, as_of));
  return Object.fromEntries(
    views.map((view) => [
      short(view),
      [view.state, view.closed_on, view.shown_by].filter(Boolean).join(' · '),
    ]),
  );
}

it('plans a choice of side for what a rule keeps apart, and the old access of people who moved', async () => {
  const sent = await sendPlan(at.engagement, {
    path: join(at.dir, 'plan'),
    form: 'folder',
    days: 30,
    decided_only: false,
  });
  expect(sent.actions.map(short).sort()).toEqual([LEFT, CODE, STAGE].sort());
  expect(sent.left_out).toEqual([]);
  expect(new Set(Object.values(await states('2024-11-20T05:00:00Z')))).toEqual(
    new Set(['cannot_tell · no later snapshot']),
  );
});

it('stays open while both sides are held, whoever accepts it', async () => {
  await at.add('snapshot-2.csv', on('2024-12-20', without('cal@corp.example,group:x', SNAPSHOT)));
  await at.add('memberships-2.csv', GROUPS('2024-12-20'));
  await at.add(
    'mitigations.csv',
    'Rule,User,Control,Accepted By,Valid From,Valid Until\nCode and production apart,ann@corp.example,every change is read by a second engineer,ciso@corp.example,2024-12-01T05:00:00Z,2025-12-01T05:00:00Z\n',
  );
  expect(await states('2025-01-02T05:00:00Z')).toEqual({
    [CODE]:
      'overdue · both sides are held in the snapshot of 2024-12-20; ciso@corp.example accepted it for the time being',
    [STAGE]: 'overdue · both sides are held in the snapshot of 2024-12-20',
    [LEFT]: 'closed · 2024-12-20 · gone from the snapshot of 2024-12-20',
  });
});

it('is closed by the first later snapshot without one of the sides', async () => {
  const noProd = without('ann@corp.example,prod,admin', without('cal@corp.example,group:x', SNAPSHOT));
  await at.add('snapshot-3.csv', on('2025-01-20', noProd));
  await at.add('snapshot-4.csv', on('2025-02-20', noProd));
  await at.add('memberships-3.csv', GROUPS('2025-02-20').replace('bob@corp.example', 'ann@corp.example'));
  expect(await states('2025-03-01T05:00:00Z')).toMatchObject({
    [CODE]: 'closed · 2025-01-20 · one side is gone from the snapshot of 2025-01-20',
    [STAGE]: 'closed · 2025-02-20 · one side is gone from the snapshot of 2025-02-20',
  });
});

it('is open again where the rule is broken in another way', async () => {
  const other = SNAPSHOT.replace('aws,ann@corp.example,prod,admin', 'aws,ann@corp.example,prod,read');
  await at.add('snapshot-5.csv', on('2025-03-20', other));
  expect(await states('2025-04-01T05:00:00Z')).toMatchObject({
    [CODE]:
      'overdue · other access breaks the rule in the snapshot of 2025-03-20; ciso@corp.example accepted it for the time being',
    [LEFT]: 'overdue · still there in the snapshot of 2025-03-20',
  });
});
