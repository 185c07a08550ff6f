import { isObject, type Json } from '../kit.ts';

/** Collects the keys of records by record list, and those of the objects in their lists under `list>member`. */
export class KeyLists {
  readonly #lists = new Map<string, Set<string>>();

  note(list: string, record: Json): void {
    const keys = this.#lists.get(list) ?? new Set<string>();
    this.#lists.set(list, keys);
    if (!isObject(record)) return;
    for (const [key, value] of Object.entries(record)) {
      keys.add(key);
      if (!Array.isArray(value)) continue;
      for (const item of value.slice(0, 20)) if (isObject(item)) this.note(`${list}>${key}`, item);
    }
  }

  lists(): Map<string, string[]> {
    return new Map([...this.#lists].map(([list, keys]) => [list, [...keys]]));
  }
}
