import { isObject, type Json } from '../kit.ts';

/** Collects the keys of records by record list, and those of the objects in their lists under `list>member`. */
export class KeyLists {
  readonly #lists = new Map<string, Set<string>>();
  /** Lists and keys that were noted. */
  count = 0;

  note(list: string, record: Json): void {
    let keys = this.#lists.get(list);
    if (keys === undefined) {
      keys = new Set<string>();
      this.#lists.set(list, keys);
      this.count += 1;
    }
    if (!isObject(record)) return;
    // for … in makes no list of pairs: this runs over every value of a log.
    for (const key in record) {
      if (!keys.has(key)) {
        keys.add(key);
        this.count += 1;
      }
      const value = record[key];
      if (typeof value !== 'object' || !Array.isArray(value)) continue;
      for (const item of value.slice(0, 20)) if (isObject(item)) this.note(`${list}>${key}`, item);
    }
  }

  lists(): Map<string, string[]> {
    return new Map([...this.#lists].map(([list, keys]) => [list, [...keys]]));
  }
}
