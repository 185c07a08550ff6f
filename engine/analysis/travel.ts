/** One use from a place. `at` in milliseconds, degrees of latitude and longitude. */
export interface Sighting {
  at: number;
  latitude: number;
  longitude: number;
}

export interface Journey<T extends Sighting> {
  from: T;
  to: T;
  /** Whole kilometres along the great circle. */
  km: number;
  /** Whole kilometres an hour; null = both at the same moment. */
  kmh: number | null;
}

const EARTH_KM = 6371;
const RADIANS = Math.PI / 180;

/** Distance along the great circle in whole kilometres (haversine, mean radius of the earth 6,371 km). */
export function distanceKm(a: Sighting, b: Sighting): number {
  const height = Math.sin(((b.latitude - a.latitude) * RADIANS) / 2) ** 2;
  const width = Math.sin(((b.longitude - a.longitude) * RADIANS) / 2) ** 2;
  const arc = height + Math.cos(a.latitude * RADIANS) * Math.cos(b.latitude * RADIANS) * width;
  return Math.round(2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(arc))));
}

/**
 * Steps between uses that follow each other which nobody can travel: farther than `leastKm` and faster than `maxKmh`.
 * `sightings` in order of time.
 */
export function impossibleJourneys<T extends Sighting>(
  sightings: readonly T[],
  limits: { maxKmh: number; leastKm: number },
): Journey<T>[] {
  return sightings.slice(1).flatMap((to, i): Journey<T>[] => {
    const from = sightings[i]!;
    const km = distanceKm(from, to);
    const ms = to.at - from.at;
    // Compared without a division: the same on every machine, and at the limit itself.
    if (km <= limits.leastKm || km * 3_600_000 <= limits.maxKmh * ms) return [];
    return [{ from, to, km, kmh: ms === 0 ? null : Math.round((km * 3_600_000) / ms) }];
  });
}
