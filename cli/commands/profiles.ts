import { readFile } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';
import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';

export const profiles: Command = {
  name: 'profiles',
  usage: 'profiles <dir> list [--json] | save FILE.yaml | remove NAME',
  summary: 'Hash-chain profiles: those that come with Tickmark, and those written for an engagement',
  options: { json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [dir, action = 'list', what] = words.positionals;
    if (dir === undefined) throw badUsage('name an engagement', profiles.usage);
    await call('engagement.open', { dir: path(dir) });
    if (action === 'list') {
      const listed = await call('profiles.list', {});
      if (words.flag('json')) terminal.json(listed);
      else
        terminal.out(
          listed.profiles
            .map(({ name, title, own }) => `${own ? '* ' : '  '}${name.padEnd(36)} ${title}`)
            .join('\n'),
        );
      return 0;
    }
    if (what === undefined) throw badUsage(`name what to ${action}`, profiles.usage);
    if (action === 'remove') {
      await call('profiles.remove', { name: what });
      terminal.note(`The profile ${what} was removed.`);
      return 0;
    }
    if (action !== 'save') throw badUsage(`"${action}" is none of list, save, remove`, profiles.usage);
    const yaml = await readFile(path(what), 'utf8').catch((cause: unknown) => {
      throw new TickmarkError('NOT_FOUND', `there is no file ${what}`, { cause });
    });
    const saved = await call('profiles.save', { yaml });
    if (words.flag('json')) terminal.json(saved);
    else terminal.note(`The profile ${saved.name} is kept with the engagement; detection tries it first.`);
    return 0;
  },
};
