import { CR, LF, newFacts, readRecord, type Dialect } from './record.ts';

/** Delimiters in order of preference. */
const CANDIDATES = [',', ';', '\t', '|'] as const;
const LOOK_AT = 30;

export interface Sniffed {
  dialect: Dialect;
  delimiter: string;
  /** Columns of the first record. */
  columns: number;
  /** Three records or more, and all of them as wide as the first. */
  even: boolean;
}

interface Score {
  delimiter: string;
  columns: number;
  agreeing: number;
  records: number;
}

function score(start: Uint8Array, whole: boolean, delimiter: string, carriageReturns: boolean): Score {
  const dialect: Dialect = { delimiter: delimiter.charCodeAt(0), carriageReturns };
  const facts = newFacts();
  const counts: number[] = [];
  for (let at = 0; at < start.length && counts.length < LOOK_AT; at = facts.next) {
    readRecord(start, at, start.length, dialect, whole, facts);
    if (facts.next < 0) break;
    if (facts.fault !== null) {
      const lineEnd = start.indexOf(LF, at);
      counts.push(0);
      if (lineEnd < 0) break;
      facts.next = lineEnd + 1;
    } else if (facts.end > at) counts.push(facts.fields);
  }
  const columns = counts[0] ?? 0;
  const agreeing = counts.filter((count) => count === columns).length / Math.max(counts.length, 1);
  return { delimiter, columns, agreeing, records: counts.length };
}

/**
 * Finds the delimiter from the first bytes of a text: the one under which most records have as many values as the
 * first, and the first has the most. null = the text does not look like a table of two or more columns.
 */
export function sniffTable(start: Uint8Array, whole: boolean): Sniffed | null {
  const text = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? start.subarray(3) : start;
  const carriageReturns = text.indexOf(LF) < 0 && text.indexOf(CR) >= 0;
  const scores = CANDIDATES.map((delimiter) => score(text, whole, delimiter, carriageReturns)).filter(
    (one) => one.columns > 1,
  );
  scores.sort((a, b) => b.agreeing - a.agreeing || b.columns - a.columns);
  const best = scores[0];
  if (best === undefined) return null;
  return {
    dialect: { delimiter: best.delimiter.charCodeAt(0), carriageReturns },
    delimiter: best.delimiter,
    columns: best.columns,
    even: best.records >= 3 && best.agreeing === 1,
  };
}
