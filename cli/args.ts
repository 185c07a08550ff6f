import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TickmarkError } from '#shared/model/errors.ts';

export type OptionSpec = Readonly<Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>>;

export interface Parsed {
  positionals: string[];
  text(name: string): string | undefined;
  list(name: string): string[];
  flag(name: string): boolean;
}

/** Parses the words of one command. Throws BAD_ARGUMENT naming the word that is not understood. */
export function parseWords(words: readonly string[], options: OptionSpec, usage: string): Parsed {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    });
    return {
      positionals,
      text: (name) => values[name] as string | undefined,
      list: (name) => (values[name] as string[] | undefined) ?? [],
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    const message = (error as Error).message.split('. ')[0]!;
    throw new TickmarkError('BAD_ARGUMENT', message.replace(/\.$/, ''), { hint: `Usage: tickmark ${usage}` });
  }
}

export function badUsage(message: string, usage: string): TickmarkError {
  return new TickmarkError('BAD_ARGUMENT', message, { hint: `Usage: tickmark ${usage}` });
}

/** Relative paths are the user's: npm changes the working directory and says in INIT_CWD where it was. */
export function userPath(path: string, env: NodeJS.ProcessEnv): string {
  return resolve(env['INIT_CWD'] ?? process.cwd(), path);
}

/** `A..B`. */
export function parsePeriod(text: string, usage: string): { from: string; to: string } {
  const match = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  if (!match) throw badUsage(`the period "${text}" is not of the form FROM..TO`, usage);
  const [, from, to] = match as unknown as [string, string, string];
  if (to < from) throw badUsage(`the period ends (${to}) before it begins (${from})`, usage);
  return { from, to };
}

/** One of the words that an option takes. */
export function choice<const T extends string>(
  value: string | undefined,
  words: readonly T[],
  fallback: T,
  option: string,
  usage: string,
): T {
  if (value === undefined) return fallback;
  const found = words.find((word) => word === value);
  if (found === undefined) throw badUsage(`--${option} takes ${words.join(', ')}, not "${value}"`, usage);
  return found;
}
