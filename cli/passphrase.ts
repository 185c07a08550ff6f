import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { TickmarkError } from '#shared/model/errors.ts';

/** Asks on the terminal without echo. Without a terminal only TICKMARK_PASSPHRASE can answer. */
export async function askPassphrase(question: string, env: NodeJS.ProcessEnv): Promise<string> {
  const given = env['TICKMARK_PASSPHRASE'];
  if (given !== undefined) {
    // "$(cat file)" takes off line feeds only: a key sealed with the rest of a line end could not be opened by typing.
    if (/[\r\n]$/.test(given)) {
      throw new TickmarkError('KEY_PASSPHRASE', 'TICKMARK_PASSPHRASE ends with a line break', {
        hint: 'Take it off: a file written on Windows has a carriage return before its line end.',
      });
    }
    return given;
  }
  if (!process.stdin.isTTY) {
    throw new TickmarkError('KEY_PASSPHRASE', 'no passphrase was given', {
      hint: 'Set TICKMARK_PASSPHRASE, or run in a terminal.',
    });
  }
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await prompt.question('');
  } finally {
    prompt.close();
    process.stderr.write('\n');
  }
}
