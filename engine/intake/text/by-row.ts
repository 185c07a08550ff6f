import { asText, isObject, type Extract, type Extracted, type Json, type JsonObject } from '../kit.ts';
import { looseMoment } from './dates.ts';

/** What a reader asks of one row of a table: by any of several headings, and dates in whatever form they came. */
export interface Row {
  /** The first of these headings that has a value. Case, spaces and punctuation do not count. */
  text: (...names: string[]) => string | null;
  /** The same as a moment; what cannot be told makes the record a reject. */
  moment: (...names: string[]) => string | null;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** A reader's code for tables whose rows stand for themselves: `take` answers the rows of one record, or what is wrong. */
export function byRow(take: (row: Row) => { of: string; value: JsonObject }[] | string): Extract {
  return (records: readonly Json[]) =>
    records.flatMap((record, i): Extracted[] => {
      if (!isObject(record))
        return [{ record: i + 1, fault: 'the record is not an object with named fields', raw: record }];
      const byName = new Map<string, string | null>();
      for (const [key, value] of Object.entries(record)) {
        const name = plain(key);
        if (!byName.has(name)) byName.set(name, asText(value));
        // A reference with its display value, as REST interfaces give it.
        if (isObject(value))
          for (const [inner, text] of Object.entries(value))
            byName.set(plain(`${key}.${inner}`), asText(text));
      }
      const text: Row['text'] = (...names) => {
        for (const name of names) {
          const value = byName.get(plain(name));
          if (value != null) return value;
        }
        return null;
      };
      const faults: string[] = [];
      const moment: Row['moment'] = (...names) => {
        const found = looseMoment(text(...names));
        if ('iso' in found) return found.iso;
        faults.push(`${names[0]!}: ${found.fault}`);
        return null;
      };
      const rows = take({ text, moment });
      const fault = typeof rows === 'string' ? rows : faults[0];
      if (fault === undefined)
        return (rows as Exclude<typeof rows, string>).map((row) => ({ record: i + 1, ...row }));
      return [{ record: i + 1, fault, raw: record }];
    });
}

/** A person in a column: by address if that was exported beside it, else by the name shown. */
export function person(text: Row['text'], column: string): string | null {
  return text(`${column}.email`, `${column}.display_value`, column);
}
