import { describe, expect, test } from 'vitest';
import { distanceKm, impossibleJourneys } from './travel.ts';

const HOUR = 3_600_000;
const newYork = { latitude: 40.7128, longitude: -74.006 };
const london = { latitude: 51.5074, longitude: -0.1278 };

describe('distance', () => {
  test('a quarter of the equator is a quarter of its length: 2 × 6371 × π / 4 = 10008', () => {
    expect(distanceKm({ at: 0, latitude: 0, longitude: 0 }, { at: 0, latitude: 0, longitude: 90 })).toBe(
      10_008,
    );
    expect(distanceKm({ at: 0, latitude: -90, longitude: 0 }, { at: 0, latitude: 0, longitude: 50 })).toBe(
      10_008,
    );
  });

  test('New York to London is 5,570 km', () => {
    expect(distanceKm({ at: 0, ...newYork }, { at: 0, ...london })).toBe(5570);
  });

  test('nowhere and half round the earth', () => {
    expect(distanceKm({ at: 0, ...london }, { at: 0, ...london })).toBe(0);
    expect(distanceKm({ at: 0, latitude: 90, longitude: 0 }, { at: 0, latitude: -90, longitude: 0 })).toBe(
      20_015,
    );
  });
});

describe('journeys', () => {
  const limits = { maxKmh: 557, leastKm: 500 };
  const after = (ms: number) =>
    impossibleJourneys(
      [
        { at: 0, ...newYork },
        { at: ms, ...london },
      ],
      limits,
    );

  test('5,570 km in ten hours are 557 km an hour: at the limit', () => {
    expect(after(10 * HOUR)).toEqual([]);
    expect(after(10 * HOUR - 1).map(({ km, kmh }) => [km, kmh])).toEqual([[5570, 557]]);
  });

  test('at the same moment there is no speed', () => {
    expect(after(0).map(({ kmh }) => kmh)).toEqual([null]);
  });

  test('near places say nothing, whatever the speed', () => {
    const near = { latitude: 40.7128, longitude: -74 };
    expect(
      impossibleJourneys(
        [
          { at: 0, ...newYork },
          { at: 1, ...near },
        ],
        limits,
      ),
    ).toEqual([]);
    expect(impossibleJourneys([{ at: 0, ...newYork }], limits)).toEqual([]);
  });
});
