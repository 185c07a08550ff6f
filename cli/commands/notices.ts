import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';

export const notices: Command = {
  name: 'notices',
  usage: 'notices',
  summary: 'Print the packages that this is delivered with, and their licences',
  options: {},
  async run({ words, terminal, call }) {
    if (words.positionals.length > 0) throw badUsage('takes no arguments', notices.usage);
    terminal.out((await call('app.notices', {})).text);
    return 0;
  },
};
