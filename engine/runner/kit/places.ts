import { Reader, validate } from 'maxmind';

/** Where an address lies. Coordinates in degrees; only databases of cities have them. */
export interface Place {
  /** ISO 3166 alpha-2. */
  country: string;
  latitude: number | null;
  longitude: number | null;
}

export interface Places {
  /** Kind as the database names itself. */
  kind: string;
  /** Day on which the database was made, YYYY-MM-DD. */
  built: string;
  /** null = the database does not know the address, as is so for private ones. */
  placeOf(address: string): Place | null;
}

/** SHA-256 of the database of countries that comes with this build; it is the default of the parameter. */
export const BUNDLED_PLACES = '93cc3158038b5ddd3cef52652ba6d7a134ece0496117fae0a3ab6e7b5101815e';

interface PlaceRecord {
  /** Flat form of ip-location-db. */
  country_code?: string;
  latitude?: number | string;
  longitude?: number | string;
  /** Form of MaxMind's databases. */
  country?: { iso_code?: string };
  location?: { latitude?: number; longitude?: number };
}

function degrees(value: number | string | undefined): number | null {
  return value === undefined || value === '' || Number.isNaN(Number(value)) ? null : Number(value);
}

/** Reads a database in MaxMind's format (MMDB 2.0). Throws on bytes of another format. */
export function parsePlaces(bytes: Uint8Array): Places {
  const reader = new Reader<never>(Buffer.from(bytes));
  return {
    kind: reader.metadata.databaseType,
    built: reader.metadata.buildEpoch.toISOString().slice(0, 10),
    placeOf: (address) => {
      if (!validate(address)) return null;
      const record = reader.get(address) as PlaceRecord | null;
      const country = record?.country_code ?? record?.country?.iso_code;
      if (country === undefined || country === '') return null;
      return {
        country,
        latitude: degrees(record?.latitude ?? record?.location?.latitude),
        longitude: degrees(record?.longitude ?? record?.location?.longitude),
      };
    },
  };
}
