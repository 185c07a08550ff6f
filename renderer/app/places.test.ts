import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from './places.ts';

describe('addresses of places', () => {
  it('keeps a query with characters that need escaping', () => {
    const query = { procedure: 'drift.unexpected', subject: 'o’neil & co=1@x.com' };
    expect(parseAddress(formatAddress('findings', query))).toEqual({ place: 'findings', query });
  });

  it('takes an unknown or empty place for the overview', () => {
    expect(parseAddress('')).toEqual({ place: 'overview', query: {} });
    expect(parseAddress('#/nowhere')).toEqual({ place: 'overview', query: {} });
  });
});
