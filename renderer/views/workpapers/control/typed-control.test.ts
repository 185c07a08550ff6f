import { expect, it } from 'vitest';
import { readControl, typedControl } from './typed-control.ts';

it('reads back what it shows, and leaves empty fields out', () => {
  const control = {
    id: 'AC-1',
    title: 'Approval',
    frequency: 'many a day',
    references: ['CC6.1', 'A.5.18'],
  } as const;
  expect(readControl(typedControl({ ...control, references: [...control.references] }))).toEqual(control);
  expect(readControl({ ...typedControl(), id: 'a b' })).toMatch(/^An id begins/);
  expect(readControl({ ...typedControl(), id: 'a' })).toBe('A control needs a title.');
});
