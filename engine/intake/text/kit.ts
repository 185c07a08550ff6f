/**
 * What a reader.ts for line-oriented text may use: texts that are neither table nor document, such as `/etc/passwd`, a
 * server log or LDIF. It turns lines into records; columns, coercions and rejects stay with reader.yaml.
 */
import type { JsonObject } from '../kit.ts';

/** The beginning of a text, as far as 256 KB reach: whole lines without their ends. */
export interface TextHead {
  lines: readonly string[];
  /** Nothing follows. */
  whole: boolean;
}

export interface TextContext {
  /** Name of the file, made safe for every file system; texts of hosts rarely name the host. */
  name: string;
  /** Date (YYYY-MM-DD) that the engagement takes for now: places dates that are written without their year. */
  asOf: string;
}

export type TextItem =
  /** One record and its rows; `of` names the record list that a target of reader.yaml reads. */
  | { raw: string; rows: { of: string; value: JsonObject }[] }
  /** One record that is rejected. */
  | { raw: string; fault: string }
  /** A line that is no record (comment, heading): the receipt counts it under this name. */
  | { aside: string };

/** One pass over a text. */
export interface TextParser {
  /** Takes the next line, without its end; `number` counts from one. */
  line: (text: string, number: number) => TextItem[];
  end: () => TextItem[];
  /** What the receipt should say about the text as a whole; asked after the end. */
  notes?: () => string[];
}

export interface TextReader {
  /** Whether a text is of this form. Asked of every text before tables are looked for, so it must be hard to please. */
  claims: (head: TextHead) => boolean;
  open: (context: TextContext) => TextParser;
}

/** Lines that hold something besides white space and `#` comments. */
export function plainLines(head: TextHead): string[] {
  return head.lines.filter((line) => !/^\s*(?:#|$)/.test(line));
}

/** Whether there is a line, and at least this share of the lines (nine in ten) answers the pattern. */
export function mostly(lines: readonly string[], pattern: RegExp, share = 0.9): boolean {
  return lines.length > 0 && lines.filter((line) => pattern.test(line)).length >= lines.length * share;
}

const HOST_COMMENT = /^#\s*(?:host|hostname|server|system)\s*[:=]\s*(\S+)\s*$/i;

/** The host that a comment line `# host: NAME` states. */
export function statedHost(line: string): string | null {
  return HOST_COMMENT.exec(line)?.[1] ?? null;
}

/**
 * The host that a file is named after: its name without ending and without the words that name the kind of file
 * (`web1-passwd.txt` → `web1`); `otherwise` where nothing remains.
 */
export function hostFromName(name: string, words: readonly string[], otherwise: string): string {
  const stem = name.replace(/(?:\.(?:txt|out|log|csv|lst|list|conf|bak|gz|ldif|sql|result))+$/i, '');
  const kinds = words.map((word) => word.replace(/[^a-z0-9]/gi, '\\$&')).join('|');
  const alone = new RegExp(`(?:^|[-_. ])(?:etc|input|output|export|dump|${kinds})(?=$|[-_. ])`, 'gi');
  const rest = stem.replace(alone, '').replace(/^[-_. ]+|[-_. ]+$/g, '');
  return rest === '' ? otherwise : rest;
}

/**
 * A host's file of one record a line (passwd, group …): blank lines say nothing, comments are counted, and `# host: NAME`
 * states the host that the file's name otherwise does.
 */
export function hostLines(
  words: readonly string[],
  entry: (line: string, system: string) => TextItem,
): TextReader['open'] {
  return ({ name }) => {
    let system = hostFromName(name, words, 'linux');
    return {
      line: (line) => {
        if (line.trim() === '') return [];
        if (line.startsWith('#')) {
          system = statedHost(line) ?? system;
          return [{ aside: 'comments' }];
        }
        return [entry(line, system)];
      },
      end: () => [],
    };
  };
}

const V4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const V6 = /^[0-9a-f:]*:[0-9a-f:]*(?::|\.|[0-9a-f])[0-9a-f.]*(?:%\w+)?$/i;

/** A numeric address, in brackets or not; null for names. */
export function addressIn(text: string): string | null {
  const bare = text.replace(/^[[(]|[\])]$/g, '');
  if (V4.test(bare)) return bare;
  return V6.test(bare) && bare.split(':').length > 2 ? bare : null;
}
