import { expect, test } from 'vitest';
import { groupsOf, layOutAccess } from './access-graph.ts';

const identity = {
  identity_id: 'E1',
  email: 'ana@company.com',
  display_name: 'Ana',
  job_title: null,
  department: null,
  employed: true,
};
const held = {
  system: 'aws',
  account: 'ana',
  resource: 'prod',
  permission: 'admin',
  part: 'drift',
  drift_reason: null,
  via: ['direct', 'platform > oncall'],
  granted_at: null,
  granted_by: null,
  observed_at: '2024-11-30T00:00:00Z',
  source_rows: [],
};
const ground = {
  kind: 'policy' as const,
  system: 'aws',
  resource: 'prod',
  permission: 'admin',
  holds: true,
  summary: 'Clause 1',
  source_rows: [],
};
const why = { identity, resource: 'aws:prod', as_of: '', held: [held], grounds: [ground], summary: [] };

test('groups are read from the account outwards', () => {
  expect(groupsOf('platform > oncall')).toEqual(['oncall', 'platform']);
  expect(groupsOf('direct')).toEqual([]);
});

test('each path leads from the person to the permission, and the ground to what it gives', () => {
  const { edges, nodes } = layOutAccess(why, { nothing: 'Not held' });
  expect(edges.map(({ from, to, kind }) => [from, to, kind])).toEqual([
    ['person', 'account aws ana', 'held'],
    ['account aws ana', 'permission aws admin', 'held'],
    ['account aws ana', 'group 0 aws oncall', 'held'],
    ['group 0 aws oncall', 'group 1 aws platform', 'held'],
    ['group 1 aws platform', 'permission aws admin', 'held'],
    ['ground 0', 'permission aws admin', 'ground'],
  ]);
  expect(nodes.map(({ kind, label }) => [kind, label])).toEqual([
    ['person', 'Ana'],
    ['account', 'ana'],
    ['group', 'oncall'],
    ['group', 'platform'],
    ['permission', 'admin'],
    ['ground', 'Clause 1'],
  ]);
});

test('no two boxes overlap, and all lie within the drawing', () => {
  const { nodes, width, height } = layOutAccess(
    { ...why, held: [held, { ...held, account: 'ana-admin', permission: 'read' }] },
    { nothing: 'Not held' },
  );
  for (const [i, a] of nodes.entries()) {
    expect(a.x >= 0 && a.y >= 0 && a.x + 184 <= width && a.y + 38 <= height).toBe(true);
    for (const b of nodes.slice(i + 1)) {
      expect(Math.abs(a.x - b.x) >= 184 || Math.abs(a.y - b.y) >= 38, `${a.id} over ${b.id}`).toBe(true);
    }
  }
});

test('nothing held is a box of its own, with what policy owes leading to it', () => {
  const { nodes, edges } = layOutAccess({ ...why, held: [] }, { nothing: 'Not held' });
  expect(nodes.map(({ kind }) => kind)).toEqual(['person', 'nothing', 'ground']);
  expect(edges).toEqual([{ from: 'ground 0', to: 'nothing', kind: 'ground' }]);
});
