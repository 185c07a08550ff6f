import { TickmarkError } from '#shared/model/errors.ts';
import { embeddedReaders } from '#engine/readers/generated.ts';
import type { Extract } from './kit.ts';
import type { TextReader } from './text/kit.ts';
import { parseReader, type ReaderSpec } from './reader-schema.ts';

export interface Reader {
  spec: ReaderSpec;
  extract: Extract | null;
  text: TextReader | null;
  /** Where it was made by hand in the engagement: SHA-256 of its text. */
  own?: { sha256: string };
}

let loaded: ReadonlyMap<string, Reader> | null = null;

/** All readers of this build by id. */
export function readers(): ReadonlyMap<string, Reader> {
  loaded ??= new Map(
    embeddedReaders.map((item) => [
      item.folder,
      { spec: parseReader(item.yaml), extract: item.extract, text: item.text },
    ]),
  );
  return loaded;
}

/** A reader of this build or of the engagement (`own`). Throws READER_UNKNOWN with the ids that come near. */
export function requireReader(id: string, own: readonly Reader[] = []): Reader {
  const found = readers().get(id) ?? own.find(({ spec }) => spec.id === id);
  if (found) return found;
  const ids = [...readers().keys(), ...own.map(({ spec }) => spec.id)];
  const near = ids.filter((known) => known.split('-').some((word) => id.includes(word)));
  throw new TickmarkError('READER_UNKNOWN', `no reader is named ${id}`, {
    hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : `Known readers: ${ids.join(', ')}.`,
  });
}

export function listReaders(own: readonly Reader[] = []): {
  id: string;
  version: number;
  title: string;
  format: string;
  tables: string[];
  own: boolean;
}[] {
  return [...readers().values(), ...own].map(({ spec, own: made }) => ({
    own: made !== undefined,
    id: spec.id,
    version: spec.version,
    title: spec.title,
    format: spec.formats.join(', '),
    tables: [...new Set(spec.targets.map((target) => target.table))],
  }));
}
