import { plainName } from './mapping/names.ts';

/** Stands for a password or its hash in the raw text of a reject. */
export const MASK = '[password masked]';

/** Forms of stored passwords that are known wherever they stand. */
const FORMS: readonly RegExp[] = [
  // crypt(5) and what follows its form: $6$salt$hash, $A$005$… of MySQL.
  /\$(?:1|2[abxy]?|5|6|7|y|gy|md5|sha1|apr1|A|P|H|pbkdf2[\w-]*|scrypt)[$,][^\s:;"',|]+/g,
  /\$argon2[a-z]*\$[^\s:;"'|]+/g,
  // MySQL's and MariaDB's mysql_native_password.
  /\*[0-9A-F]{40}(?![0-9A-F])/g,
  // PostgreSQL.
  /SCRAM-SHA-256\$[^\s"',;|]+/g,
  /(?<![0-9A-Za-z])md5[0-9a-f]{32}(?![0-9a-f])/g,
  // Oracle's SPARE4.
  /(?<![0-9A-Za-z])[STH]:[0-9A-F]{32,160}(?![0-9A-F])/g,
  // SAP's PWDSALTEDHASH.
  /\{x-[a-z0-9]+,\s*\d+\}[A-Za-z0-9+/=]+/gi,
  // RFC 2307 userPassword.
  /\{(?:S?SHA\d*|S?MD5|CRYPT|PBKDF2[\w-]*|ARGON2)\}[^\s"',;|]+/gi,
];

/** Columns that hold a password or its hash, as headers are compared. */
const COLUMNS: ReadonlySet<string> = new Set(
  [
    'password',
    'passwd',
    'pwd',
    'password_hash',
    'hashed_password',
    'pwd_hash',
    'authentication_string',
    'auth_string',
    'rolpassword',
    'usepasswd',
    'spare4',
    'password_verifier',
    'unicodePwd',
    'userPassword',
    'ntPasswordHash',
    'lmPasswordHash',
    'sambaNTPassword',
    'sambaLMPassword',
    'PWDSALTEDHASH',
    'PASSCODE',
    'BCODE',
    'OCOD1',
    'OCOD2',
    'OCOD3',
    'OCOD4',
    'OCOD5',
  ].map(plainName),
);

const MEMBER = /"((?:[^"\\]|\\.)*)"(\s*:\s*)("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/g;
const LONG_WORD = /[A-Za-z0-9+/=.$*]{16,}/g;

/** The text with stored passwords masked: of any known form, and the members of JSON that are named like one. */
export function maskSecrets(text: string): string {
  let masked = text;
  for (const form of FORMS) masked = masked.replace(form, MASK);
  return masked.replace(MEMBER, (whole: string, name: string, colon: string, value: string) =>
    COLUMNS.has(plainName(name)) && value !== '""' ? `"${name}"${colon}"${MASK}"` : whole,
  );
}

function isSecret(header: string): boolean {
  return COLUMNS.has(plainName(header));
}

/** Values of a line as they are written, quotes and all. */
function pieces(line: string, delimiter: string): string[] {
  const found: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted;
    else if (!quoted && line[at] === delimiter) {
      found.push(line.slice(from, at));
      from = at + 1;
    }
  }
  return [...found, line.slice(from)];
}

/** The same for a row of a table, whose header says where passwords stand. Where they may have moved, every long word goes. */
export function maskRow(line: string, header: readonly string[], delimiter: string): string {
  if (!header.some(isSecret)) return maskSecrets(line);
  const values = pieces(line, delimiter);
  const sound = values.length === header.length;
  const masked = values.map((value, i) => {
    if (isSecret(header[i] ?? '') && value.replaceAll('"', '').trim() !== '') return MASK;
    return sound ? value : value.replace(LONG_WORD, MASK);
  });
  return maskSecrets(masked.join(delimiter));
}

/** The same for the values of a row that came apart already. */
export function maskCells(cells: readonly (string | null)[], header: readonly string[]): (string | null)[] {
  const sound = cells.length <= header.length;
  const secret = header.some(isSecret);
  return cells.map((cell, i) => {
    if (cell === null || cell === '') return cell;
    if (isSecret(header[i] ?? '')) return MASK;
    return maskSecrets(secret && !sound ? cell.replace(LONG_WORD, MASK) : cell);
  });
}
