import { badUsage, choice } from '../args.ts';
import type { Command } from '../command.ts';
import { textTable } from '../terminal.ts';

export const countries: Command = {
  name: 'countries',
  usage: 'countries <dir> [--use all|logins|failed] [--json]',
  summary: 'Entries of the access logs by the country of their address, without any look-up elsewhere',
  options: { use: { type: 'string' }, json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [dir] = words.positionals;
    if (dir === undefined || words.positionals.length > 1)
      throw badUsage('name one engagement', countries.usage);
    const use = choice(words.text('use'), ['all', 'logins', 'failed'], 'all', 'use', countries.usage);
    await call('engagement.open', { dir: path(dir) });
    const answer = await call('access.countries', { use });
    if (words.flag('json')) {
      terminal.json(answer);
      return 0;
    }
    const { database, entries, unknown, without_address } = answer;
    terminal.out(
      textTable(
        ['country', 'entries', 'failed', 'accounts', 'addresses', 'first', 'last'],
        answer.countries.map((row) => [
          row.country,
          row.entries,
          row.failed,
          row.accounts,
          row.addresses,
          row.first_at,
          row.last_at,
        ]),
      ),
    );
    terminal.note(
      `${entries} entries; ${unknown.entries} from ${unknown.addresses} addresses that the database does not know, ${without_address} without an address (${database.kind}, ${database.built})`,
    );
    return 0;
  },
};
