import { expect, it } from 'vitest';
import { typedThresholds } from './typed-thresholds.ts';

it('reads numbers and yes or no; the rest stays text', () => {
  expect(
    typedThresholds({
      'a.b.days': ' 45 ',
      'a.b.rate': '0.5',
      'a.b.off': 'true',
      'a.b.at': '09:00',
      'a.b.no': '',
    }),
  ).toEqual({ 'a.b.days': 45, 'a.b.rate': 0.5, 'a.b.off': true, 'a.b.at': '09:00', 'a.b.no': '' });
});
