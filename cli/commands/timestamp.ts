import { badUsage, choice } from '../args.ts';
import type { Command } from '../command.ts';

/** RFC 3161 in two steps, so that the authority can be asked from another machine: this one stays offline. */
export const timestamp: Command = {
  name: 'timestamp',
  usage:
    'timestamp <FILE.zip> [--role preparer|reviewer] (--request FILE.tsq | --response FILE.tsr --out FILE.zip) [--json]',
  summary: 'Write the request for a time stamp of a signature, or add the answer to the package',
  options: {
    role: { type: 'string' },
    request: { type: 'string' },
    response: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path }) {
    const [file] = words.positionals;
    const request = words.text('request');
    const response = words.text('response');
    const out = words.text('out');
    const { usage } = timestamp;
    if (file === undefined || words.positionals.length > 1) throw badUsage('name one package', usage);
    if ((request === undefined) === (response === undefined))
      throw badUsage('give either --request or --response', usage);
    const role = choice(words.text('role'), ['preparer', 'reviewer'], 'preparer', 'role', usage);
    if (request !== undefined) {
      if (out !== undefined) throw badUsage('--out belongs to --response', usage);
      const made = await call('package.time-request', { file: path(file), role, path: path(request) });
      if (words.flag('json')) terminal.json(made);
      else
        terminal.out(
          `${made.file} written. Send it to a time stamping authority as application/timestamp-query, then add the answer with --response.`,
        );
      return 0;
    }
    if (out === undefined) throw badUsage('--out is missing', usage);
    const stamped = await call('package.time-response', {
      file: path(file),
      role,
      response: path(response ?? ''),
      path: path(out),
    });
    if (words.flag('json')) terminal.json(stamped);
    else terminal.out(`the ${role}’s signature is stamped ${stamped.time}; written to ${stamped.file}`);
    return 0;
  },
};
