import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';
import { ANCHOR_OPTIONS, ANCHOR_USAGE, anchorQuestion } from './anchor-words.ts';

export const anchor: Command = {
  name: 'anchor',
  usage: `anchor <dir> ${ANCHOR_USAGE} [--chain NAME] [--json]`,
  summary: 'Keep what is known of a log from outside: head and count, a checkpoint, an earlier package',
  options: { ...ANCHOR_OPTIONS, chain: { type: 'string' }, json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [dir] = words.positionals;
    if (dir === undefined || words.positionals.length > 1) throw badUsage('name an engagement', anchor.usage);
    const chain = words.text('chain');
    const question = anchorQuestion(words, path, anchor.usage);
    await call('engagement.open', { dir: path(dir) });
    const receipt = await call('chain.anchor', { ...question, ...(chain === undefined ? {} : { chain }) });
    if (words.flag('json')) terminal.json(receipt);
    else
      terminal.out(
        `${receipt.loaded} anchor${receipt.loaded === 1 ? '' : 's'} kept as source ${receipt.source_id}`,
      );
    return 0;
  },
};
