import { TickmarkError } from '#shared/model/errors.ts';
import type { Format } from '../reader-schema.ts';
import type { Reader } from '../registry.ts';
import { bindReader, type Binding, type FieldLists } from './bind.ts';
import { plainName } from './names.ts';

export interface Claim {
  reader: Reader;
  binding: Binding;
}

function hasAbsent(reader: Reader, fields: FieldLists): boolean {
  const names = new Set([...(fields.values().next().value ?? [])].map(plainName));
  return reader.spec.detect.absent.some((name) => names.has(plainName(name)));
}

function strictlyWider(wide: ReadonlySet<string>, narrow: ReadonlySet<string>): boolean {
  return wide.size > narrow.size && [...narrow].every((field) => wide.has(field));
}

/**
 * The one reader that claims a file by the names of its fields; null = none. Of two that both can read it, the one
 * whose needed fields include all of the other's wins. Throws READER_AMBIGUOUS with the candidates.
 */
export function claim(
  candidates: Iterable<Reader>,
  format: Format,
  fieldsFor: (reader: Reader) => FieldLists | null,
  moment = false,
): Claim | null {
  const claims: Claim[] = [];
  for (const reader of candidates) {
    if (!reader.spec.formats.includes(format)) continue;
    const fields = fieldsFor(reader);
    if (fields === null || hasAbsent(reader, fields)) continue;
    const binding = bindReader(reader.spec, fields, reader.extract !== null, moment);
    if (binding.lacking.length === 0 && binding.claimed.size > 0) claims.push({ reader, binding });
  }
  const best = claims.filter((one) =>
    claims.every((other) => other === one || strictlyWider(one.binding.claimed, other.binding.claimed)),
  );
  if (claims.length === 0) return null;
  if (best.length === 1) return best[0]!;
  const ids = claims.map((one) => one.reader.spec.id).sort();
  throw new TickmarkError('READER_AMBIGUOUS', `the file could be read by ${ids.join(' or ')}`, {
    hint: `Name the right one: --as ${ids[0]!}.`,
    details: { candidates: ids },
  });
}

/** What the search for a reader knows beside the file itself. */
export interface ClaimSetting {
  /** Readers that were made by hand in the engagement. */
  own: Iterable<Reader>;
  /** A moment of observation is stated for the file. */
  moment: boolean;
}

/**
 * The reader of a file among those of this build and those of the engagement. One that the auditor made wins, unless
 * one of this build is more specific. A file that lacks nothing but its moment is claimed where that is stated.
 */
export function claimAny(
  builtIn: Iterable<Reader>,
  format: Format,
  fieldsFor: (reader: Reader) => FieldLists | null,
  { own, moment }: ClaimSetting,
): Claim | null {
  for (const stated of moment ? [false, true] : [false]) {
    const mine = claim(own, format, fieldsFor, stated);
    const known = claimUnless(mine !== null, () => claim(builtIn, format, fieldsFor, stated));
    const best =
      mine && known && strictlyWider(known.binding.claimed, mine.binding.claimed) ? known : (mine ?? known);
    if (best === null) continue;
    if (!moment) return best;
    // What the file does not say of its moment is filled in, whichever way it was claimed.
    return claimAs(best.reader, format, fieldsFor(best.reader), true);
  }
  return null;
}

/** Two readers of this build that both claim a file are no trouble where the auditor made one for it. */
function claimUnless(settled: boolean, find: () => Claim | null): Claim | null {
  try {
    return find();
  } catch (error) {
    if (settled && error instanceof TickmarkError && error.code === 'READER_AMBIGUOUS') return null;
    throw error;
  }
}

/** The named reader, whether or not it would claim the file. Throws READER_MISMATCH with what the file lacks. */
export function claimAs(reader: Reader, format: Format, fields: FieldLists | null, moment = false): Claim {
  const { id, formats } = reader.spec;
  if (!formats.includes(format)) {
    throw new TickmarkError('READER_MISMATCH', `${id} does not read ${format} files`, {
      hint: `It reads ${formats.join(', ')}.`,
    });
  }
  if (fields === null) {
    throw new TickmarkError('READER_MISMATCH', `${id} finds no records in the file`, {
      hint: `It looks for them under ${reader.spec.records.map((path) => (path === '' ? 'the root' : path)).join(', ')}.`,
    });
  }
  const binding = bindReader(reader.spec, fields, reader.extract !== null, moment);
  if (binding.lacking.length > 0) {
    throw new TickmarkError(
      'READER_MISMATCH',
      `${id} does not find what it needs: ${binding.lacking.join(', ')}`,
      {
        hint: `The file has: ${[...fields.values()].flat().slice(0, 20).join(', ')}.`,
        details: { lacking: binding.lacking },
      },
    );
  }
  return { reader, binding };
}
