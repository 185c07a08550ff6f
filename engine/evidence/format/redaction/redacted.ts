import { asRecord } from '../dsse.ts';
import { decodeUtf8 } from '../manifest.ts';

export const REDACTED_FOLDER = 'redacted/';
export const REDACTION_PATH = 'redacted/redaction.json';
export const REDACTION_NOTE_PATH = 'redacted/README.md';
const FORMAT = 'tickmark-redaction/1';

/** Bytes of a salt. */
const SALT_LENGTH = 32;

/** Where the disclosed part of a source lies. */
export function redactedPath(source: string): string {
  return `${REDACTED_FOLDER}${source}.ndjson`;
}

/** The redactor's list; nobody signs it, and all of it follows from what is there and what is not. */
export interface Redaction {
  /** Payload files that are not here as they were, by path. */
  withheld: string[];
  /** Those of them of which rows and cells are here. */
  sources: string[];
}

/** Both lists sorted by the caller. */
export function writeRedaction({ withheld, sources }: Redaction): Uint8Array {
  return Buffer.from(`${JSON.stringify({ format: FORMAT, withheld, sources }, null, 2)}\n`, 'utf8');
}

/** Null when it is not in the written form. */
export function parseRedaction(bytes: Uint8Array): Redaction | null {
  try {
    const document = asRecord(JSON.parse(decodeUtf8(bytes) ?? ''));
    const { withheld, sources } = document ?? {};
    const texts = (list: unknown): list is string[] =>
      Array.isArray(list) && list.every((item) => typeof item === 'string');
    if (!texts(withheld) || !texts(sources)) return null;
    const redaction = { withheld, sources };
    return Buffer.compare(writeRedaction(redaction), bytes) === 0 ? redaction : null;
  } catch {
    return null;
  }
}

/** A disclosed cell, or the hash of a withheld one. */
export type RedactedCell = { salt: Uint8Array; bytes: Uint8Array } | { hash: Uint8Array };

/** A row with its hash; without cells it is withheld as a whole. */
export interface RedactedRow {
  hash: Uint8Array;
  cells: RedactedCell[] | null;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

function writeCell(cell: RedactedCell): unknown {
  if ('hash' in cell) return hex(cell.hash);
  const text = decodeUtf8(cell.bytes);
  const content = text === null ? { base64: Buffer.from(cell.bytes).toString('base64') } : { text };
  return { salt: hex(cell.salt), ...content };
}

/** One line of JSON. Bytes that are not UTF-8 stand in base64. */
export function writeRow({ hash, cells }: RedactedRow): Buffer {
  const row = { row: hex(hash), ...(cells === null ? {} : { cells: cells.map(writeCell) }) };
  return Buffer.from(`${JSON.stringify(row)}\n`, 'utf8');
}

/** Reads a line without its LF. Null when it is not in the written form: a line says one thing in one way. */
export function parseRow(line: Uint8Array): RedactedRow | null {
  try {
    const { row, cells } = asRecord(JSON.parse(decodeUtf8(line) ?? '')) ?? {};
    const hash = parseHex(row);
    if (hash === null) return null;
    let read: RedactedCell[] | null = null;
    if (cells !== undefined) {
      if (!Array.isArray(cells)) return null;
      read = [];
      for (const item of cells) {
        const cell = parseCell(item);
        if (cell === null) return null;
        read.push(cell);
      }
    }
    const found = { hash, cells: read };
    return Buffer.compare(writeRow(found).subarray(0, -1), line) === 0 ? found : null;
  } catch {
    return null;
  }
}

function parseHex(value: unknown): Buffer | null {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? Buffer.from(value, 'hex') : null;
}

function parseCell(item: unknown): RedactedCell | null {
  const hash = parseHex(item);
  if (hash !== null) return { hash };
  const { salt, text, base64 } = asRecord(item) ?? {};
  const known = parseHex(salt);
  if (known === null || known.byteLength !== SALT_LENGTH) return null;
  if (typeof text === 'string') return { salt: known, bytes: Buffer.from(text, 'utf8') };
  return typeof base64 === 'string' ? { salt: known, bytes: Buffer.from(base64, 'base64') } : null;
}
