import { isObject, type Json } from '../kit.ts';

/** Collects the keys of records by record list, and those of the objects in their lists under `list>member`. */
export class KeyLists {
  readonly #lists = new Map<string, Set<string>>();

  /** Returns the number of keys that the record has. */
  note(list: string, record: Json): number {
    let keys = this.#lists.get(list);
    if (keys === undefined) {
      keys = new Set<string>();
      this.#lists.set(list, keys);
    }
    let count = 0;
    if (!isObject(record)) return count;
    // for … in makes no list of pairs: this runs over every value of a log.
    for (const key in record) {
      count += 1;
      if (!keys.has(key)) keys.add(key);
      const value = record[key];
      if (typeof value !== 'object' || !Array.isArray(value)) continue;
      for (const item of value.slice(0, 20)) if (isObject(item)) this.note(`${list}>${key}`, item);
    }
    return count;
  }

  lists(): Map<string, string[]> {
    return new Map([...this.#lists].map(([list, keys]) => [list, [...keys]]));
  }
}
