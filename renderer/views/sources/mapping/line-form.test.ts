import { expect, it } from 'vitest';
import { isStated, parsePlaces, wayOf, withSkip, withWay, writePlaces } from './line-form.ts';

it('places are written and read alike; what is no place is left out', () => {
  const places = { badge: [1, 6], 'badge owner': [8, 12] } satisfies Record<string, [number, number]>;
  expect(writePlaces(places)).toBe('badge = 1-6\nbadge owner = 8-12');
  expect(parsePlaces(`${writePlaces(places)}\nnothing\nx = 3`)).toEqual(places);
});

it('another way of coming apart keeps what is skipped', () => {
  const form = withSkip({ pattern: 'x' }, { first: 2 });
  expect(form).toEqual({ pattern: 'x', skip: { first: 2 } });
  const other = withWay(form, 'delimited');
  expect(other).toEqual({ delimited: { by: ' ', names: [] }, skip: { first: 2 } });
  expect(wayOf(other)).toBe('delimited');
  expect(isStated(other)).toBe(false);
  expect(withSkip(other, { first: 0 })).toEqual({ delimited: { by: ' ', names: [] } });
});
