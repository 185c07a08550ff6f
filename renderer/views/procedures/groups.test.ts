import { expect, test } from 'vitest';
import type { ProcedureView } from '#shared/contract/schemas.ts';
import { familyTitle, groupProcedures } from './groups.ts';

const procedure = (id: string, ...requirements: string[]): ProcedureView => ({
  id,
  version: 1,
  family: id.split('.')[0]!,
  title: id,
  severity: 'low',
  subject: 'grant',
  needs: [],
  params: [],
  sql: null,
  readme: '',
  controls: requirements.map((requirement) => ({ framework: 'SOC 2', requirement, summary: 'Access' })),
  last: null,
});

test('a family without a name of its own shows under its id as a word', () => {
  expect(familyTitle('databases')).toBe('Databases');
  expect(familyTitle('sod')).toBe('Segregation of duties');
});

test('families keep the order of the catalogue', () => {
  const groups = groupProcedures([procedure('trail.a'), procedure('drift.b'), procedure('trail.c')], '');
  expect(groups.map(({ key, procedures }) => [key, procedures.map(({ id }) => id)])).toEqual([
    ['trail', ['trail.a', 'trail.c']],
    ['drift', ['drift.b']],
  ]);
});

test('a framework shows its requirements in order of number, a procedure under each that it serves', () => {
  const all = [procedure('a.x', 'CC6.10', 'CC6.2'), procedure('b.y', 'CC6.2'), procedure('c.z')];
  expect(
    groupProcedures(all, 'SOC 2').map(({ title, procedures }) => [title, procedures.map(({ id }) => id)]),
  ).toEqual([
    ['CC6.2: Access', ['a.x', 'b.y']],
    ['CC6.10: Access', ['a.x']],
  ]);
});
