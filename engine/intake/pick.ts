import { asText, isObject, type Json, type JsonObject } from './kit.ts';
import { plainName } from './mapping/names.ts';

const plainKeys = new WeakMap<JsonObject, Map<string, string>>();

/** Keys of an object by the name they are compared with; the first of two equal ones counts. */
function keysOf(object: JsonObject): Map<string, string> {
  const known = plainKeys.get(object);
  if (known) return known;
  const keys = new Map<string, string>();
  for (const key of Object.keys(object)) {
    const name = plainName(key);
    if (!keys.has(name)) keys.set(name, key);
  }
  plainKeys.set(object, keys);
  return keys;
}

function member(object: JsonObject, key: string): Json | undefined {
  if (Object.hasOwn(object, key)) return object[key];
  const found = keysOf(object).get(plainName(key));
  return found === undefined ? undefined : object[found];
}

function inside(object: JsonObject, path: string): Json | undefined {
  const whole = member(object, path);
  if (whole !== undefined || !path.includes('.')) return whole;
  const dot = path.indexOf('.');
  const head = member(object, path.slice(0, dot));
  return isObject(head) ? inside(head, path.slice(dot + 1)) : undefined;
}

/**
 * The first of several dotted paths with a value. A path is looked for as one key, as the header of a flattened export
 * would have it, then as keys inside each other; keys are compared without regard to case and punctuation.
 */
export function pick(record: JsonObject, ...paths: readonly string[]): Json {
  for (const path of paths) {
    const value = inside(record, path);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return null;
}

/** As `pick`, for scalars as text. */
export function pickText(record: JsonObject, ...paths: readonly string[]): string | null {
  for (const path of paths) {
    const text = asText(inside(record, path));
    if (text !== null) return text;
  }
  return null;
}

/** The same by header or key alone: the first name with a text counts. */
export function fieldsOf(record: JsonObject): (...names: string[]) => string | null {
  return (...names) => pickText(record, ...names);
}

/** The value at the end of a dotted path of members, written just so; undefined where a step is missing. */
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

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** The object without the members that hold nothing; null where none is left. */
export function filled(object: Readonly<Record<string, Json | undefined>>): JsonObject | null {
  const kept = Object.entries(object).filter((entry): entry is [string, Json] => !isEmpty(entry[1]));
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

/** An account id as it is compared: addresses in lower case, ids as they are. */
export function accountName(text: string | null): string | null {
  return text?.includes('@') ? text.toLowerCase() : text;
}

/** The last step of the path of an address, such as the id in `…/api/v1/users/00u1`. */
export function lastStep(address: string | null): string | null {
  const step = address?.split(/[?#]/)[0]!.split('/').filter(Boolean).at(-1);
  return step ?? null;
}

const BARE_TIME = /^(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?$/;

/**
 * A time of a source that states its times in UTC without saying so: `2024-11-12 13:58:20.353000000` as ISO 8601 with Z.
 * Fractions beyond microseconds are cut. Offsets without colon get one. Anything else stays as written.
 */
export function utcText(text: string | null): string | null {
  if (text === null) return null;
  const bare = BARE_TIME.exec(text);
  if (bare) {
    const [, year, month, day, time, fraction] = bare;
    return `${year}-${month}-${day}T${time}${(fraction ?? '').slice(0, 7)}Z`;
  }
  return text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}
