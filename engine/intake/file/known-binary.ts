import { TickmarkError } from '#shared/model/errors.ts';

/** A form that people hand over by mistake, told by how it begins. */
interface Known {
  is: (start: Uint8Array) => boolean;
  what: string;
  hint: string;
}

const EXPORT = 'Ask for the same data as CSV, JSON, YAML or XLSX.';
const UNPACK = 'Unpack it and import what is inside.';

const bytes =
  (at: number, ...expected: readonly number[]) =>
  (start: Uint8Array) =>
    expected.every((byte, i) => start[at + i] === byte);

const text = (at: number, expected: string) => bytes(at, ...Buffer.from(expected, 'latin1'));

/** A NUL byte near the beginning: what follows is not said of a text. */
const binary = (is: (start: Uint8Array) => boolean) => (start: Uint8Array) =>
  is(start) && start.subarray(0, 512).includes(0);

/** Compound files (MS-CFB): Office files before 2007, Outlook messages, and newer Office files under a password. */
const compound = bytes(0, 0xd0, 0xcf, 0x11, 0xe0);

/** A stream or storage of a compound file, as its directory names it. */
const holds = (name: string) => (start: Uint8Array) =>
  compound(start) &&
  Buffer.from(start.buffer, start.byteOffset, start.byteLength).includes(name, 0, 'utf16le');

const KNOWN: readonly Known[] = [
  {
    is: holds('EncryptedPackage'),
    what: 'an Office file under a password',
    hint: 'Open it with the password, save it without one, and import that; ask the client to note both digests.',
  },
  {
    is: holds('__substg1.0_'),
    what: 'an Outlook message (.msg)',
    hint: 'Save its attachment and import that.',
  },
  {
    is: compound,
    what: 'an old Office file (.xls, .doc), or an Office file under a password',
    hint: 'Save it as XLSX without a password, or ask for CSV.',
  },
  { is: text(0, '%PDF'), what: 'a PDF document', hint: EXPORT },
  { is: text(0, '{\\rtf'), what: 'a text document (RTF)', hint: EXPORT },
  { is: bytes(0, 0x89, 0x50, 0x4e, 0x47), what: 'a PNG image', hint: EXPORT },
  { is: bytes(0, 0xff, 0xd8, 0xff), what: 'a JPEG image', hint: EXPORT },
  { is: binary(text(0, 'GIF8')), what: 'a GIF image', hint: EXPORT },
  { is: bytes(0, 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), what: 'a 7-Zip archive', hint: UNPACK },
  { is: text(0, 'Rar!\x1a\x07'), what: 'a RAR archive', hint: UNPACK },
  { is: binary(text(257, 'ustar')), what: 'a tar archive', hint: UNPACK },
  { is: text(4, '1AY&SY'), what: 'a file packed with bzip2', hint: UNPACK },
  { is: bytes(0, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00), what: 'a file packed with xz', hint: UNPACK },
  { is: bytes(0, 0x28, 0xb5, 0x2f, 0xfd), what: 'a file packed with zstd', hint: UNPACK },
  {
    is: text(0, 'SQLite format 3\0'),
    what: 'an SQLite database',
    hint: 'Ask for its tables as CSV or JSON.',
  },
  { is: binary(text(8, 'DUCK')), what: 'a DuckDB database', hint: 'Ask for its tables as CSV or Parquet.' },
  {
    is: binary(text(4, 'Standard Jet DB')),
    what: 'an Access database',
    hint: 'Ask for its tables as CSV or XLSX.',
  },
  {
    is: binary(text(4, 'Standard ACE DB')),
    what: 'an Access database',
    hint: 'Ask for its tables as CSV or XLSX.',
  },
  {
    is: text(0, 'ElfFile\0'),
    what: 'a Windows event log (.evtx)',
    hint: 'Ask for `Get-WinEvent -Path FILE | Export-Csv`, or for the log as CSV from the event viewer.',
  },
];

/** Throws FILE_BINARY for what is known by its beginning. `inside`: what the beginning was found in. */
export function refuseKnownBinary(start: Uint8Array, inside = 'the file is'): void {
  const known = KNOWN.find(({ is }) => is(start));
  if (known) throw new TickmarkError('FILE_BINARY', `${inside} ${known.what}`, { hint: known.hint });
}
