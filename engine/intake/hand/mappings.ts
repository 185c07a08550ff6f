import { createHash } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';
import { parseReader, type ReaderSpec } from '../reader-schema.ts';
import { readers, type Reader } from '../registry.ts';

/** Ids of readers made by hand begin so: none of this or a later build can have the same. */
export const OWN_PREFIX = 'own-';

export function mappingId(id: string): string {
  return id.startsWith(OWN_PREFIX) ? id : `${OWN_PREFIX}${id}`;
}

/** A reader that the auditor made, in one of its versions. */
export interface Mapping {
  reader: Reader;
  /** Text of its reader.yaml. */
  yaml: string;
  /** Of that text, hex. */
  sha256: string;
}

export function mappingDigest(yaml: string): string {
  return createHash('sha256').update(yaml).digest('hex');
}

/** A text as a mapping. It may come from another engagement: throws MAPPING_INVALID with what is wrong. */
export function parseMapping(yaml: string): Mapping {
  let spec: ReaderSpec;
  try {
    spec = parseReader(yaml);
  } catch (error) {
    throw new TickmarkError('MAPPING_INVALID', `the mapping cannot be used: ${(error as Error).message}`, {
      hint: 'A mapping has the form of a reader.yaml; "tickmark map … export" writes one.',
      cause: error,
    });
  }
  if (!spec.id.startsWith(OWN_PREFIX) || readers().has(spec.id)) {
    throw new TickmarkError(
      'MAPPING_INVALID',
      `the name of a mapping begins with ${OWN_PREFIX}: ${spec.id}`,
      {
        hint: `Name it ${OWN_PREFIX}${spec.id}.`,
      },
    );
  }
  const sha256 = mappingDigest(yaml);
  return { reader: { spec, extract: null, text: null, own: { sha256 } }, yaml, sha256 };
}

async function load(session: Session, condition: string): Promise<Mapping[]> {
  const rows = await session.rows(
    `SELECT reader, version, yaml FROM work.mappings AS m WHERE ${condition} ORDER BY reader, version`,
  );
  return rows.map((row) => parseMapping(String(row['yaml'])));
}

/** Every version of every mapping, by name and version. */
export function allMappings(session: Session): Promise<Mapping[]> {
  return load(session, 'true');
}

/** The latest version of each mapping, by name. */
export function currentMappings(session: Session): Promise<Mapping[]> {
  return load(session, 'version = (SELECT max(version) FROM work.mappings WHERE reader = m.reader)');
}

/** Readers of the engagement: the latest version of each mapping. */
export async function ownReaders(session: Session): Promise<Reader[]> {
  return (await currentMappings(session)).map(({ reader }) => reader);
}

/** The latest version of a mapping, by its name with or without the prefix. Throws READER_UNKNOWN. */
export async function requireMapping(session: Session, id: string): Promise<Mapping> {
  const known = await currentMappings(session);
  const found = known.find(({ reader: { spec } }) => spec.id === id || spec.id === `${OWN_PREFIX}${id}`);
  if (found) return found;
  throw new TickmarkError('READER_UNKNOWN', `the engagement has no mapping named ${id}`, {
    hint:
      known.length === 0
        ? 'None was saved yet.'
        : `It has: ${known.map(({ reader }) => reader.spec.id).join(', ')}.`,
  });
}

/** Keeps a mapping inside the caller's change. Throws MAPPING_EXISTS where name and version have another text. */
export async function insertMapping(session: Session, mapping: Mapping): Promise<void> {
  const { id, version } = mapping.reader.spec;
  const params = { id, version: String(version) };
  const present = await session.value(
    'SELECT sha256 FROM work.mappings WHERE reader = $id AND version = $version::INTEGER',
    params,
  );
  if (present === mapping.sha256) return;
  if (present !== null) {
    throw new TickmarkError('MAPPING_EXISTS', `the engagement has another ${id} of version ${version}`, {
      hint: 'Give the one to be taken in another version or another name.',
    });
  }
  await session.run('INSERT INTO work.mappings VALUES ($id, $version::INTEGER, $sha256, $yaml)', {
    ...params,
    sha256: mapping.sha256,
    yaml: mapping.yaml,
  });
}
