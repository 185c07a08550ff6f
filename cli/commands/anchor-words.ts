import { existsSync, readFileSync } from 'node:fs';
import { badUsage, type Parsed } from '../args.ts';

/** Options with which an anchor can be given, the same for every command that takes one. */
export const ANCHOR_OPTIONS = {
  anchor: { type: 'string' },
  'checkpoint-key': { type: 'string' },
  head: { type: 'string' },
  count: { type: 'string' },
  package: { type: 'string', multiple: true },
} as const;

export const ANCHOR_USAGE =
  '[--anchor FILE [--checkpoint-key KEY|FILE]] [--head HASH --count N] [--package EARLIER.zip]...';

export interface AnchorWords {
  anchor?: string;
  checkpoint_key?: string;
  head?: string;
  count?: number;
  packages?: string[];
}

/** What the words say. Throws BAD_ARGUMENT for a count that is no whole number. */
export function anchorQuestion(words: Parsed, path: (path: string) => string, usage: string): AnchorWords {
  const anchor = words.text('anchor');
  const key = words.text('checkpoint-key');
  const head = words.text('head');
  const count = words.text('count');
  const packages = words.list('package').map(path);
  if (count !== undefined && !/^[1-9][0-9]{0,14}$/.test(count))
    throw badUsage(`--count takes a whole number above zero, not "${count}"`, usage);
  return {
    ...(anchor === undefined ? {} : { anchor: path(anchor) }),
    // A verifier key is a text unless a file is there.
    ...(key === undefined
      ? {}
      : { checkpoint_key: existsSync(path(key)) ? readFileSync(path(key), 'utf8').trim() : key }),
    ...(head === undefined ? {} : { head }),
    ...(count === undefined ? {} : { count: Number(count) }),
    ...(packages.length === 0 ? {} : { packages }),
  };
}
