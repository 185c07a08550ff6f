import { expect, it } from 'vitest';
import { draftOf, EMPTY_LADDER, ladderOf } from './ladder-draft.ts';

const DRAFT = {
  id: null,
  name: ' Prüfhandbuch 2025 ',
  note: 'Chapter 7',
  steps: [
    { frequency: ' per release ', least: '12', most: '1,500' },
    { frequency: '', least: ' ', most: '' },
  ],
};

it('is what was typed, under a name for machines; empty lines are left out', () => {
  const ladder = {
    id: 'prufhandbuch-2025',
    name: 'Prüfhandbuch 2025',
    note: 'Chapter 7',
    sizes: [{ frequency: 'per release', least: 12, most: 1500 }],
  };
  expect(ladderOf(DRAFT, [])).toEqual(ladder);
  expect(ladderOf({ ...draftOf(ladder), name: 'Other name' }, [ladder.id])).toEqual({
    ...ladder,
    name: 'Other name',
  });
});

it.each([
  ['without a name', { name: ' – ' }, 'Give the ladder a name with letters or digits.'],
  ['without a source', { note: ' ' }, 'Say where the sizes come from.'],
  ['without steps', { steps: EMPTY_LADDER.steps }, 'A ladder has at least one step.'],
  [
    'turned round',
    { steps: [{ frequency: 'daily', least: '9', most: '8' }] },
    'Each step needs a name, and whole numbers of items, the least no larger than the most.',
  ],
  [
    'no number',
    { steps: [{ frequency: 'daily', least: 'few', most: '8' }] },
    'Each step needs a name, and whole numbers of items, the least no larger than the most.',
  ],
])('%s says what is missing', (_what, part, fault) => {
  expect(ladderOf({ ...DRAFT, ...part }, [])).toBe(fault);
});

it('does not replace another of that name', () => {
  expect(ladderOf(DRAFT, ['prufhandbuch-2025'])).toBe('There is a ladder of this name already.');
});
