import { asText, isObject, type Json, type JsonObject } from './kit.ts';
import { plainName } from './mapping/names.ts';

/** Further helpers for a reader.ts: values of nested objects, and of records whose keys go by several names. */

/** The value at the end of a dotted path of members, undefined where a step is missing. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  let at = value;
  for (const step of path.split('.')) {
    if (!isObject(at)) return undefined;
    at = at[step];
  }
  return at;
}

/** Text at the end of the first of several dotted paths that leads to one. */
export function textAt(value: Json | undefined, ...paths: string[]): string | null {
  for (const path of paths) {
    const text = asText(valueAt(value, path));
    if (text !== null) return text;
  }
  return null;
}

/** An object where one stands, also where it is written as a JSON text; an empty one otherwise. */
export function objectAt(value: Json | undefined, path: string): JsonObject {
  const found = parsedText(valueAt(value, path));
  return isObject(found) ? found : {};
}

/** A JSON text as the value that it holds; anything else as it is. */
export function parsedText(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** Looks values up by header or key without regard to case, spaces and punctuation: the first name with a text counts. */
export function fieldsOf(record: JsonObject): (...names: string[]) => string | null {
  const byName = new Map<string, Json>();
  for (const [key, value] of Object.entries(record)) {
    const name = plainName(key);
    if (!byName.has(name)) byName.set(name, value);
  }
  return (...names) => {
    for (const name of names) {
      const text = asText(byName.get(plainName(name)));
      if (text !== null) return text;
    }
    return null;
  };
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** An object without the members that hold nothing; null where none is left. */
export function withoutEmpty(object: Readonly<Record<string, Json | undefined>>): JsonObject | null {
  const kept = Object.entries(object).filter((entry): entry is [string, Json] => !isEmpty(entry[1]));
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
