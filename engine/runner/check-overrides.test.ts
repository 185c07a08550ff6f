import { expect, it } from 'vitest';
import { checkOverrides } from './check-overrides.ts';

it('takes values in range, each of the type of its parameter', () => {
  expect(checkOverrides({})).toEqual({});
  expect(
    checkOverrides({ 'accounts.people-sound.dormant_days': '45', 'logs.within-hours.off': 'true' }),
  ).toEqual({ 'accounts.people-sound.dormant_days': 45, 'logs.within-hours.off': true });
});

it.each([
  [{ 'accounts.people-sound.dormant': 45 }, /no such parameter/],
  [{ 'accounts.people-sound.dormant_days': 'soon' }, /"soon" is not allowed/],
  [{ 'accounts.people-sound.dormant_days': -1 }, /"-1" is not allowed/],
  [{ 'logs.within-hours.off': 'perhaps' }, /"perhaps" is not allowed/],
])('refuses %j', (given, message) => {
  expect(() => checkOverrides(given)).toThrow(message);
});
