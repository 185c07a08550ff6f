import { type CanonicalForm, JCS, pythonForm } from '../json/canonical.ts';
import { encodeText } from '../json/utf8.ts';
import { digestCharacters, type Profile } from '../profiles/schema.ts';

/** A profile made ready for many records: names as bytes, the form resolved. */
export interface CompiledProfile {
  profile: Profile;
  chain: Uint8Array[];
  id: Uint8Array[];
  time: Uint8Array[];
  sequence: Uint8Array[];
  hash: Uint8Array[];
  previous: Uint8Array[];
  leaveOut: Uint8Array[];
  only: Uint8Array[] | null;
  take: Uint8Array | null;
  form: CanonicalForm;
  prefix: string;
  characters: number;
  genesisForms: ReadonlySet<string>;
  genesisTexts: ReadonlySet<string>;
}

export function compileProfile(profile: Profile): CompiledProfile {
  const { fields, content } = profile;
  const bytes = (names: string[] | undefined) => (names ?? []).map(encodeText);
  const form =
    content.form === 'python' || content.form === 'delimited'
      ? pythonForm({ sorted: content.sorted, compact: content.compact, ascii: content.ascii })
      : JCS;
  return {
    profile,
    chain: bytes(fields.chain),
    id: bytes(fields.id),
    time: bytes(fields.time),
    sequence: bytes(fields.sequence),
    hash: bytes(fields.hash),
    previous: bytes(fields.previous),
    leaveOut: bytes(content.leave_out),
    only: content.only === undefined ? null : bytes(content.only),
    take: content.take === undefined ? null : encodeText(content.take),
    form: content.sorted ? form : { ...form, order: 'insertion' },
    prefix: profile.digest.prefix.toLowerCase(),
    characters: digestCharacters(profile),
    genesisForms: new Set(profile.genesis.forms),
    genesisTexts: new Set(profile.genesis.texts),
  };
}
