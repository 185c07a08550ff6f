import { expect, test } from 'vitest';
import { commands } from './run.ts';

/** `--help` is all that many people read: it names each option that a command takes, and no other. */
test.each(commands.map(({ name, usage, options }) => [name, usage, Object.keys(options)] as const))(
  'the help of %s names its options',
  (_, usage, options) => {
    const named = new Set([...usage.matchAll(/--([a-z][a-z-]*)/g)].map(([, option]) => option));
    expect([...named].sort()).toEqual([...options].sort());
  },
);
