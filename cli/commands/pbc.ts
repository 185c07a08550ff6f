import type { PbcItem, PbcList } from '#shared/contract/intake-schemas.ts';
import { badUsage } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';
import { textTable } from '../terminal.ts';

type Verb = (context: CommandContext, rest: readonly string[]) => Promise<ExitCode>;

function show({ words, terminal }: CommandContext, list: PbcList): ExitCode {
  if (words.flag('json')) terminal.json(list);
  else {
    terminal.out(
      textTable(
        ['item', 'asked for', 'due', 'state', 'received', 'days late'],
        list.lines.map(({ item, state, received, days_late }) => [
          item.id,
          item.title,
          item.due_on ?? '',
          state,
          received.map(({ file }) => file).join(', '),
          days_late ?? '',
        ]),
      ),
    );
    terminal.note(
      `As of ${list.as_of}: ${Object.entries(list.counts)
        .map(([state, count]) => `${count} ${state}`)
        .join(', ')}`,
    );
  }
  return 0;
}

const asOf = ({ words }: CommandContext) => {
  const day = words.text('as-of');
  return day === undefined ? {} : { as_of: day };
};

const PLAIN = ['title', 'description', 'owner', 'requested_on', 'due_on', 'waived'] as const;
const MATCH = ['reader', 'table', 'system', 'file'] as const;
const option = (name: string) => name.replaceAll('_', '-');

/** The options of an item as its members; those not given stay as they are in `before`. */
function itemOf({ words }: CommandContext, before: PbcItem): PbcItem {
  const given = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = words.text(option(name));
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const match = { ...before.match, ...given(MATCH) };
  const expected = words.text('expected');
  return {
    ...before,
    ...given(PLAIN),
    ...(Object.keys(match).length > 0 ? { match } : {}),
    ...(expected === undefined ? {} : { expected: Number(expected) }),
  };
}

function need(value: string | undefined, what: string): string {
  if (value === undefined) throw badUsage(`name ${what}`, pbc.usage);
  return value;
}

const VERBS: Readonly<Record<string, Verb>> = {
  list: async (context) => show(context, await context.call('pbc.list', asOf(context))),
  async set(context, [idText]) {
    const id = need(idText, 'an item');
    const { lines } = await context.call('pbc.list', {});
    const before = lines.find(({ item }) => item.id === id)?.item ?? { id, title: '' };
    const item = itemOf(context, before);
    if (item.title === '') throw badUsage('a new item needs --title', pbc.usage);
    return show(context, await context.call('pbc.save', { items: [item], ...asOf(context) }));
  },
  remove: async (context, ids) => {
    if (ids.length === 0) throw badUsage('name the items', pbc.usage);
    return show(context, await context.call('pbc.remove', { ids: [...ids], ...asOf(context) }));
  },
  async match(context, [id, ...sources]) {
    if (sources.length === 0) throw badUsage('name an item and its sources', pbc.usage);
    const remove = context.words.flag('undo');
    return show(
      context,
      await context.call('pbc.match', { id: need(id, 'an item'), sources, remove, ...asOf(context) }),
    );
  },
  async import(context, [file]) {
    const path = context.path(need(file, 'a file'));
    const { added, replaced, list } = await context.call('pbc.import', { path, ...asOf(context) });
    if (context.words.flag('json')) {
      context.terminal.json({ added, replaced, list });
      return 0;
    }
    context.terminal.note(`${added} items added, ${replaced} replaced`);
    return show(context, list);
  },
  async suggest(context) {
    const { suggestions } = await context.call('pbc.suggestions', {});
    if (context.words.flag('add')) {
      const items = suggestions.map(({ item }) => item);
      return show(context, await context.call('pbc.save', { items, ...asOf(context) }));
    }
    if (context.words.flag('json')) context.terminal.json({ suggestions });
    else
      context.terminal.out(
        textTable(
          ['item', 'ask the client for', 'needed for'],
          suggestions.map(({ item, procedures }) => [item.id, item.title, procedures.join(', ')]),
        ),
      );
    return 0;
  },
};

export const pbc: Command = {
  name: 'pbc',
  usage:
    'pbc <dir> list | set ITEM [--title TEXT] [--description TEXT] [--owner TEXT] [--requested-on DATE] [--due-on DATE] [--reader ID] [--table NAME] [--system NAME] [--file PATTERN] [--expected N] [--waived TEXT] | remove ITEM... | match ITEM SOURCE... [--undo] | import FILE.csv | suggest [--add] [--as-of DATE] [--json]',
  summary: 'List what the client was asked for, and what came',
  options: {
    ...Object.fromEntries(
      [...PLAIN, ...MATCH, 'expected', 'as_of'].map((name) => [option(name), { type: 'string' as const }]),
    ),
    undo: { type: 'boolean' },
    add: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(context) {
    const [dir, verb, ...rest] = context.words.positionals;
    const work = verb === undefined ? undefined : VERBS[verb];
    if (dir === undefined || work === undefined)
      throw badUsage(`name an engagement and one of ${Object.keys(VERBS).join(', ')}`, pbc.usage);
    await context.call('engagement.open', { dir: context.path(dir) });
    return work(context, rest);
  },
};
