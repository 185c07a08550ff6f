import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DECIDED_ON, DECISION } from '#engine/intake/returned/layout.ts';
import { disposeFindings, listFindings } from '#engine/findings/index.ts';
import { journalLines } from '#engine/engagement/index.ts';
import { runProcedures } from '#engine/runner/index.ts';
import { COMPANY, type Company, company, LATER_SNAPSHOT, openBook } from '#test/support/outbox-company.ts';
import { sendReview } from '../send-review.ts';
import { type ActionView, actionViews, judgeAction } from './action-status.ts';
import { sendPlan } from './send-plan.ts';

const PROCEDURES = [
  'policy.access-matches',
  'requests.grants-asked-for',
  'accounts.people-sound',
  'accounts.services-sound',
  'accounts.have-owners',
];

let at: Company;
beforeAll(async () => {
  at = await company();
  await runProcedures(at.engagement, { procedures: PROCEDURES });
});
afterAll(() => at.remove());

const short = ({ action, holder, account_id, system, resource, permission }: ActionView) =>
  [action, holder ?? account_id, system, resource, permission].filter((word) => word !== null).join(' ');

const states = async (as_of: string) => {
  const views = await at.engagement.store.use((session) => actionViews(session, as_of));
  return new Map(views.map((view) => [short(view), view]));
};

describe('a plan', () => {
  it('has each thing to be done once, with its owner and day', async () => {
    const out = join(at.dir, 'plan');
    const sent = await sendPlan(at.engagement, { path: out, form: 'folder', days: 30, decided_only: false });
    // Worked out by hand: six grants that policy does not give, two accounts without use, a key not rotated since January, mystery.
    expect(sent.actions.map(short).sort()).toEqual([
      'disable bob@corp.example gitlab',
      'disable gus@corp.example gitlab',
      'disable mystery aws',
      'modify bob@corp.example gitlab group:x maintainer',
      'revoke ann@corp.example aws prod admin',
      'revoke ann@corp.example gitlab group:y developer',
      'revoke boss@corp.example gitlab group:x developer',
      'revoke gus@corp.example gitlab group:x developer',
      'rotate svc-deploy aws',
    ]);
    expect([...new Set(sent.actions.map(({ due_on, planned_on }) => `${planned_on} ${due_on}`))]).toEqual([
      '2024-11-15 2024-12-15',
    ]);
    const owner = new Map(sent.actions.map((action) => [short(action), action.owner]));
    expect(owner.get('revoke ann@corp.example aws prod admin')).toBe('mia@corp.example');
    expect(owner.get('rotate svc-deploy aws')).toBe('bob@corp.example');
    expect(owner.get('revoke boss@corp.example gitlab group:x developer')).toBe(null);
    const table = readFileSync(join(out, 'remediation-plan.csv'), 'utf8').split('\n');
    expect(table[0]).toBe(
      'action_id,action,state,closed_on,shown_by,due_on,severity,owner,holder,system,account_id,resource,permission,new_permission,reason,cause,planned_on,plan_id,rule',
    );
    expect(table.length).toBe(1 + 9 + 1);
    expect(existsSync(join(out, 'remediation-plan.xlsx'))).toBe(true);
  });

  it('is finished by the next attempt when its files could not be written', async () => {
    const other = await company();
    try {
      await runProcedures(other.engagement, { procedures: PROCEDURES });
      const plan = { form: 'zip' as const, days: 30, decided_only: false };
      const nowhere = join(other.dir, 'no-such-folder', 'plan.zip');
      await expect(sendPlan(other.engagement, { ...plan, path: nowhere })).rejects.toMatchObject({
        code: 'OUTPUT_FAILED',
      });
      const path = join(other.dir, 'plan.zip');
      const sent = await sendPlan(other.engagement, { ...plan, path });
      expect([sent.plan_id?.slice(0, 3), sent.added, sent.actions.length]).toEqual(['RP-', 9, 9]);
      expect(existsSync(path)).toBe(true);
      const again = await sendPlan(other.engagement, { ...plan, path: join(other.dir, 'again.zip') });
      expect([again.plan_id, again.added]).toEqual([null, 0]);
      const told = (await other.engagement.store.use(journalLines))
        .map((line) => JSON.parse(line))
        .filter(({ action }) => action === 'remediation_planned');
      expect(told.map(({ details }) => details.plan_id)).toEqual([sent.plan_id, null]);
    } finally {
      await other.remove();
    }
  });

  it('plans nothing twice', async () => {
    const again = await sendPlan(at.engagement, {
      path: join(at.dir, 'again.zip'),
      form: 'zip',
      days: 30,
      decided_only: false,
    });
    expect([again.plan_id, again.added, again.actions.length]).toEqual([null, 0, 9]);
  });

  it('cannot tell without a later snapshot, whatever day it is', async () => {
    const views = await states('2025-06-01T00:00:00Z');
    expect([...views.values()].map(({ state }) => state)).toEqual(Array(9).fill('cannot_tell'));
    expect([...views.values()].every(({ past_due }) => past_due)).toBe(true);
  });

  it('is closed by what a later snapshot shows, and by nothing else', async () => {
    await at.add('snapshot-2.csv', LATER_SNAPSHOT);
    const before = await states('2024-12-14T05:00:00Z');
    expect([...new Set([...before.values()].map(({ state }) => state))]).toEqual(['cannot_tell']);
    const views = await states('2025-01-02T05:00:00Z');
    const told = Object.fromEntries(
      [...views].map(([name, { state, closed_on }]) => [
        name,
        closed_on === null ? state : `${state} ${closed_on}`,
      ]),
    );
    expect(told).toEqual({
      'disable bob@corp.example gitlab': 'overdue',
      'disable gus@corp.example gitlab': 'overdue',
      'disable mystery aws': 'overdue',
      'modify bob@corp.example gitlab group:x maintainer': 'closed 2024-12-20',
      'revoke ann@corp.example aws prod admin': 'overdue',
      'revoke ann@corp.example gitlab group:y developer': 'closed 2024-12-20',
      'revoke boss@corp.example gitlab group:x developer': 'overdue',
      'revoke gus@corp.example gitlab group:x developer': 'overdue',
      'rotate svc-deploy aws': 'cannot_tell',
    });
  });

  it('is open again where access comes back', async () => {
    await at.add(
      'snapshot-3.csv',
      LATER_SNAPSHOT.replaceAll('2024-12-20', '2025-01-20').replace(
        'aws,mystery,prod,read,direct\n',
        'gitlab,ann@corp.example,group:y,developer,direct\n',
      ),
    );
    const views = await states('2025-02-01T05:00:00Z');
    expect(views.get('revoke ann@corp.example gitlab group:y developer')).toMatchObject({
      state: 'overdue',
      closed_on: null,
    });
    // It holds nothing any more; the list of accounts that is in force still shows it enabled.
    expect(views.get('disable mystery aws')).toMatchObject({ state: 'overdue', closed_on: null });
  });

  it('leaves out what the client decided in another way, and says how many', async () => {
    const found = await at.engagement.store.use((session) => listFindings(session, 'policy.access-matches'));
    const boss = found.filter(({ subject_id }) => subject_id.startsWith('boss@'));
    await disposeFindings(
      at.engagement,
      boss.map(({ id }) => id),
      { disposition: 'accepted_risk', note: 'The boss may look' },
      { by: 'tester', at: '2024-11-16T00:00:00Z' },
    );
    const sent = await sendPlan(at.engagement, {
      path: join(at.dir, 'third.zip'),
      form: 'zip',
      days: 30,
      decided_only: true,
    });
    expect(sent.left_out.find(({ reason }) => reason === 'decided_otherwise')).toEqual({
      reason: 'decided_otherwise',
      findings: 1,
    });
    expect(sent.left_out.find(({ reason }) => reason === 'undecided')?.findings).toBeGreaterThan(0);
  });
});

it('follows the reviewer where a finding calls for something else on the same grant', async () => {
  const own = await company();
  try {
    await runProcedures(own.engagement, { procedures: ['policy.access-matches'] });
    const from = { name: '', address: 'audit@corp.example' };
    await sendReview(own.engagement, { path: join(own.dir, 'out'), form: 'folder', days: 7, from });
    const book = await openBook(readFileSync(join(own.dir, 'out', 'mia_corp-example.xlsx')));
    // Row 4: Bob's maintainer, where policy gives developer.
    book.cell('decisions', 4, DECISION).value = 'revoke';
    book.cell('decisions', 4, DECIDED_ON).value = '2024-11-18';
    await own.add('mia.xlsx', await book.save());
    const request = { path: join(own.dir, 'plan'), form: 'folder', days: 30, decided_only: false } as const;
    const { actions } = await sendPlan(own.engagement, request);
    const bob = actions.filter(({ holder }) => holder === 'bob@corp.example');
    expect(bob.map((action) => [short(action), action.new_permission])).toEqual([
      ['revoke bob@corp.example gitlab group:x maintainer', null],
    ]);
    expect(bob[0]!.cause).toMatch(/^REVIEW-2024-11-15\|00004, \S+$/);
    // What the later snapshot closes stays closed, though the decision and the findings of the run before it still stand.
    await own.add('snapshot-2.csv', LATER_SNAPSHOT);
    const later = await sendPlan(own.engagement, {
      ...request,
      path: join(own.dir, 'later'),
      as_of: '2025-01-02T05:00:00Z',
    });
    expect([later.plan_id, later.added]).toEqual([null, 0]);
    expect(later.actions.find(({ action_id }) => action_id === bob[0]!.action_id)).toMatchObject({
      state: 'closed',
      closed_on: '2024-12-20',
    });
  } finally {
    await own.remove();
  }
});

it('looks for access whose name begins like a formula under its own name', async () => {
  const own = await company();
  try {
    await own.add(
      'snapshot-0.csv',
      COMPANY['snapshot-1.csv']!.replaceAll('2024-11-10', '2024-11-11').replace('group:y', '@team/y'),
    );
    const from = { name: '', address: 'audit@corp.example' };
    await sendReview(own.engagement, { path: join(own.dir, 'out'), form: 'folder', days: 7, from });
    const book = await openBook(readFileSync(join(own.dir, 'out', 'mia_corp-example.xlsx')));
    const row = [1, 2, 3, 4, 5].find((at) => book.cell('decisions', at, 'Resource').text === "'@team/y")!;
    book.cell('decisions', row, DECISION).value = 'revoke';
    book.cell('decisions', row, DECIDED_ON).value = '2024-11-18';
    await own.add('mia.xlsx', await book.save());
    const request = { path: join(own.dir, 'plan'), form: 'folder', days: 30, decided_only: false } as const;
    const { actions } = await sendPlan(own.engagement, request);
    expect(actions.map(short)).toEqual(['revoke ann@corp.example gitlab @team/y developer']);
    await own.add(
      'snapshot-2.csv',
      COMPANY['snapshot-1.csv']!.replaceAll('2024-11-10', '2024-12-20').replace('group:y', '@team/y'),
    );
    const views = await own.engagement.store.use((session) => actionViews(session, '2025-01-02T05:00:00Z'));
    expect(views.map(({ state }) => state)).toEqual(['overdue']);
  } finally {
    await own.remove();
  }
});

describe('the state of an action', () => {
  const nothing = {
    action: 'disable',
    resource: null,
    past_due: false,
    snapshots: 0,
    last_snapshot: null,
    held: false,
    ever_held: false,
    gone_on: null,
    enabled: null,
    disabled_on: null,
    entries: 0,
    rotated_on: null,
    credential_enabled: null,
    both_held: null,
    conflict: null,
    apart_on: null,
    accepted_by: null,
  } as const;

  it.each([
    ['a list says when it was disabled', { disabled_on: '2024-12-01' }, 'closed'],
    [
      'one account was disabled, another is enabled',
      { disabled_on: '2024-12-01', enabled: true, entries: 2 },
      'open',
    ],
    [
      'it holds nothing, but a list shows it enabled',
      { snapshots: 1, ever_held: true, enabled: true },
      'open',
    ],
    [
      'it holds nothing and no list knows it',
      { snapshots: 1, ever_held: true, gone_on: '2024-12-20' },
      'closed',
    ],
    ['it never held anything', { snapshots: 1 }, 'cannot_tell'],
    [
      'a grant that no snapshot shows under its name',
      { action: 'revoke', resource: 'prod', snapshots: 1, last_snapshot: '2024-12-20' },
      'cannot_tell',
    ],
    [
      'a grant that the last snapshot does not show any more',
      { action: 'revoke', resource: 'prod', snapshots: 1, ever_held: true, gone_on: '2024-12-20' },
      'closed',
    ],
    ['a later list shows it enabled', { entries: 1, enabled: true, past_due: true }, 'overdue'],
    ['rotated', { action: 'rotate', rotated_on: '2024-12-01', entries: 1 }, 'closed'],
    ['listed later without rotation', { action: 'rotate', entries: 1 }, 'open'],
    [
      'a credential that a later list shows disabled',
      { resource: 'AKIA1', credential_enabled: false },
      'closed',
    ],
    [
      'a side is gone, but the only later snapshot is of the other side',
      { action: 'separate', snapshots: 1, last_snapshot: '2024-12-20', both_held: false, conflict: false },
      'cannot_tell',
    ],
    ['a credential that no later list shows', { resource: 'AKIA1', snapshots: 3 }, 'cannot_tell'],
  ] as const)('%s', (_, evidence, state) => {
    expect(judgeAction({ ...nothing, ...evidence }).state).toBe(state);
  });
});
