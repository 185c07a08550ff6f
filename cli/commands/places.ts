import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';
import { textTable } from '../terminal.ts';

const USE = 'A run uses it with --param logs.location-usual.database=';

export const places: Command = {
  name: 'places',
  usage: 'places add FILE.mmdb | places list | places remove SHA256   [--json]',
  summary: 'Databases that tell where an address lies, to be used instead of the one of countries inside',
  options: { json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [action, subject, ...more] = words.positionals;
    const asJson = words.flag('json');
    if (more.length > 0) throw badUsage('has more words than expected', places.usage);
    if (action === 'list' && subject === undefined) {
      const list = await call('places.list', {});
      if (asJson) terminal.json(list);
      else
        terminal.out(
          textTable(
            ['SHA-256', 'kind', 'made on', 'comes with this build'],
            list.databases.map(({ sha256, kind, built, bundled }) => [
              sha256,
              kind,
              built,
              bundled ? 'yes' : '',
            ]),
            100,
          ),
        );
      return 0;
    }
    if (action === 'add' && subject !== undefined) {
      const added = await call('places.add', { file: path(subject) });
      if (asJson) terminal.json(added);
      else terminal.out(`${added.kind}, made on ${added.built}\n${USE}${added.sha256}`);
      return 0;
    }
    if (action === 'remove' && subject !== undefined) {
      await call('places.remove', { sha256: subject });
      if (asJson) terminal.json({ removed: subject });
      else terminal.out(`Removed ${subject}`);
      return 0;
    }
    throw badUsage('does not say what to do', places.usage);
  },
};
