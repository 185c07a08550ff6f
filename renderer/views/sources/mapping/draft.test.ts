import { expect, it } from 'vitest';
import type { MappingDraft } from '#shared/contract/intake-schemas.ts';
import { change, parsePairs, parseWords, tidy, withColumn } from './draft.ts';

const DRAFT: MappingDraft = {
  id: ' lots ',
  targets: [{ table: 'grants', key: ['resource', 'account_id'], moment: 'granted_at', columns: {} }],
};

it('takes a column in, and out again when it takes nothing', () => {
  const taken = withColumn(DRAFT, 'grants', 'resource', { from: ['Lot'] });
  expect(taken.targets[0]?.columns).toEqual({ resource: { from: ['Lot'] } });
  expect(withColumn(taken, 'grants', 'resource', { from: [] }).targets[0]?.columns).toEqual({});
  expect(withColumn(DRAFT, 'grants', 'system', { constant: '' }).targets[0]?.columns).toEqual({
    system: { constant: '' },
  });
});

it('leaves key and date out that no column gives', () => {
  const taken = withColumn(DRAFT, 'grants', 'resource', { from: ['Lot'] });
  expect(tidy(taken)).toEqual({
    id: 'lots',
    targets: [{ table: 'grants', key: ['resource'], columns: { resource: { from: ['Lot'] } } }],
  });
});

it('reads words and pairs as they are typed', () => {
  expect(parseWords('n/a, never ,')).toEqual(['n/a', 'never']);
  expect(parseWords(' , ')).toBeUndefined();
  expect(parsePairs('Y = true\nnonsense\nN=false\n= x')).toEqual({ Y: 'true', N: 'false' });
  expect(parsePairs('')).toBeUndefined();
});

it('takes a member out that is no longer said', () => {
  expect(change({ from: ['A'], required: true }, 'required', undefined)).toEqual({ from: ['A'] });
});
