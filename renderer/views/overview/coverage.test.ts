import { describe, expect, it } from 'vitest';
import { atMoment, readCoverage, share } from './coverage.ts';

describe('coverage on the overview', () => {
  it('rounds shares half up to one decimal', () => {
    // The stated truth of the sample: 11,789 + 478 + 117 of 12,384.
    expect(share(11789, 12384)).toBe('95.2\u00a0%');
    expect(share(478, 12384)).toBe('3.9\u00a0%');
    expect(share(117, 12384)).toBe('0.9\u00a0%');
    expect(share(1, 2000)).toBe('0.1\u00a0%');
    expect(share(3, 3)).toBe('100.0\u00a0%');
    expect(share(0, 0)).toBe('–');
  });

  it('takes no figures for no coverage', () => {
    expect(readCoverage({ grants: 'many' })).toBe(null);
  });

  it('quotes a moment', () => {
    expect(atMoment("2024'x")).toBe("TIMESTAMPTZ '2024''x'");
  });
});
