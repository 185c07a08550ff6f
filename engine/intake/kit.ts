/** What a reader.ts may use. It turns a document into records; columns, coercions and rejects stay with reader.yaml. */
import type { RejectCode } from '#shared/model/receipt.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type Extracted =
  /** `of` names the record list that a target of reader.yaml reads. Lines with one `record` stand or fall together. */
  | { record: number; of: string; value: JsonObject }
  /** A record that is rejected; BAD_RECORD where no code is stated. */
  | { record: number; fault: string; raw: Json; code?: RejectCode };

/**
 * `records` are the objects at the reader's record path and its further ones, in order. Tables and NDJSON are handed
 * over in batches: there, one record must not need another.
 */
export type Extract = (records: readonly Json[], kit: ExtractKit) => Extracted[];

export interface ExtractKit {
  /** SHA-256 (hex) of the RFC 8785 form of a value. */
  digest: (value: Json) => string;
  /** Path of the list that holds the record at this place (from 0) of `records`. */
  list: (index: number) => string;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list as it is, one value as a list of one, nothing as an empty list. */
export function asList(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Scalars as text, anything else as null. */
export function asText(value: Json | undefined): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** What a table says of a word, else the word: words come from files, and every object has a member `constructor`. */
export function wordFor(table: Readonly<Record<string, string>>, word: string): string {
  return Object.hasOwn(table, word) ? table[word]! : word;
}
