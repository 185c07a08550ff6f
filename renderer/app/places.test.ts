import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from './places.ts';

describe('addresses of places', () => {
  it('keeps a query with characters that need escaping', () => {
    const query = { procedure: 'drift.unexpected', subject: 'o’neil & co=1@x.com' };
    expect(parseAddress(formatAddress('findings', query))).toEqual({ place: 'findings', query });
  });

  it('keeps what lies open apart from what narrows the place', () => {
    expect(parseAddress('#/findings?severity=%3Dhigh&open=finding%3Aabc')).toEqual({
      place: 'findings',
      query: { severity: '=high' },
      open: 'finding:abc',
    });
  });

  it('takes an unknown or empty place for the overview', () => {
    expect(parseAddress('')).toEqual({ place: 'overview', query: {} });
    expect(parseAddress('#/nowhere')).toEqual({ place: 'overview', query: {} });
  });
});
