import { type CanonicalForm, JCS, pythonForm } from '../json/forms.ts';
import { encodeText } from '../json/utf8.ts';
import { digestCharacters } from '../profiles/digest-size.ts';
import type { Profile } from '../profiles/schema.ts';

export const FIELDS = ['hash', 'previous', 'id', 'time', 'sequence', 'chain'] as const;

/** One name under which a field of the profile may stand. Names listed earlier come first. */
export interface FieldName {
  bytes: Uint8Array;
  /** Place of the field in FIELDS. */
  field: number;
  rank: number;
}

/** A profile made ready for many records: names as bytes, the form resolved. */
export interface CompiledProfile {
  profile: Profile;
  /** Names of fields by their length in bytes. */
  names: (FieldName[] | undefined)[];
  statesHash: boolean;
  leaveOut: Uint8Array[];
  only: Uint8Array[] | null;
  take: Uint8Array | null;
  /** Hashed is the record as an object, with nothing but hash (and link) left out. */
  wholeRecord: boolean;
  form: CanonicalForm;
  prefix: string;
  characters: number;
  genesisForms: ReadonlySet<string>;
  genesisTexts: ReadonlySet<string>;
}

function namesByLength(profile: Profile): (FieldName[] | undefined)[] {
  const names: (FieldName[] | undefined)[] = [];
  FIELDS.forEach((field, i) => {
    (profile.fields[field] ?? []).forEach((name, rank) => {
      const bytes = encodeText(name);
      const list = names[bytes.length] ?? [];
      list.push({ bytes, field: i, rank });
      names[bytes.length] = list;
    });
  });
  return names;
}

export function compileProfile(profile: Profile): CompiledProfile {
  const { fields, content } = profile;
  const form =
    content.form === 'python' || content.form === 'delimited'
      ? pythonForm({ sorted: content.sorted, compact: content.compact, ascii: content.ascii })
      : JCS;
  return {
    profile,
    names: namesByLength(profile),
    statesHash: fields.hash !== undefined,
    leaveOut: content.leave_out.map(encodeText),
    only: content.only === undefined ? null : content.only.map(encodeText),
    take: content.take === undefined ? null : encodeText(content.take),
    wholeRecord:
      content.only === undefined &&
      content.leave_out.length === 0 &&
      content.nulls === 'keep' &&
      content.form !== 'delimited',
    form: content.sorted ? form : { ...form, order: 'insertion' },
    prefix: profile.digest.prefix.toLowerCase(),
    characters: digestCharacters(profile),
    genesisForms: new Set(profile.genesis.forms),
    genesisTexts: new Set(profile.genesis.texts),
  };
}
