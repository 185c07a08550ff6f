import type { ControlDefinition, ControlView } from '#shared/contract/control-schemas.ts';
import { DESIGN_RESULTS, OPERATION_RESULTS } from '#shared/contract/control-schemas.ts';
import { FREQUENCIES } from '#shared/contract/sampling-schemas.ts';
import { CONCLUSIONS, DEFICIENCY_CLASSES } from '#shared/model/vocabulary.ts';
import { badUsage, choice } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';
import { textTable } from '../terminal.ts';

type Verb = (context: CommandContext, rest: readonly string[]) => Promise<ExitCode>;

const plain = (word: string | undefined) => word?.replaceAll('_', ' ') ?? '–';

function need(value: string | undefined, what: string): string {
  if (value === undefined) throw badUsage(`${what} is missing`, controls.usage);
  return value;
}

function table(views: readonly ControlView[]): string {
  return textTable(
    ['control', 'title', 'design', 'operation', 'samples', 'conclusion'],
    views.map(({ control, design, operation, conclusion, grids }) => [
      control.id,
      control.title,
      plain(design?.result),
      plain(operation?.result),
      grids.map(({ sample_id }) => sample_id).join(', '),
      [plain(conclusion?.conclusion), ...(conclusion?.deficiency ? [plain(conclusion.deficiency)] : [])].join(
        ', ',
      ),
    ]),
  );
}

const MARKS = { pass: '✓', deviation: '✕', not_applicable: 'n/a' } as const;

/** A row an item, a column an attribute. */
function grid({ title, sample_id, attributes, rows, evaluation }: ControlView['grids'][number]): string {
  return [
    `${sample_id}: ${title}`,
    textTable(
      ['item', ...attributes.map(({ id }) => id)],
      rows.map(({ key, results }) => [
        key,
        ...results.map((found) =>
          found === null ? '–' : [MARKS[found.result], found.tick_mark].filter(Boolean).join(' '),
        ),
      ]),
    ),
    ...(evaluation?.attributes ?? []).map(({ attribute, statement }) => `  ${attribute}: ${statement}`),
  ].join('\n');
}

function show({ words, terminal }: CommandContext, views: readonly ControlView[]): ExitCode {
  if (words.flag('json')) terminal.json({ controls: views });
  else terminal.out([table(views), ...(views.length === 1 ? views[0]!.grids.map(grid) : [])].join('\n\n'));
  return 0;
}

/** What every test states: files are taken into the engagement first. */
async function evidence({ words, call, path }: CommandContext, control_id: string) {
  const files = words.list('attach').map(path);
  const kept = files.length === 0 ? [] : (await call('attachments.add', { files })).attachments;
  const [note, by] = [words.text('note'), words.text('by')];
  return {
    control_id,
    test: need(words.text('test'), '--test'),
    attachments: kept.map(({ sha256 }) => sha256),
    ...(note === undefined ? {} : { note }),
    ...(by === undefined ? {} : { by }),
  };
}

const PLAIN = ['title', 'risk', 'description', 'owner'] as const;

const VERBS: Readonly<Record<string, Verb>> = {
  list: async (context) => show(context, (await context.call('controls.list', {})).controls),
  async show(context, [id]) {
    const { controls: all } = await context.call('controls.list', {});
    const found = all.filter(({ control }) => control.id === need(id, 'the control'));
    if (found.length === 0) throw badUsage(`the matrix has no control ${id}`, controls.usage);
    return show(context, found);
  },
  async import(context, [file]) {
    const path = context.path(need(file, 'the file'));
    const done = await context.call('controls.import', { path });
    context.terminal.note(`${done.added} controls added, ${done.replaced} replaced`);
    return show(context, done.controls);
  },
  async set(context, [idText]) {
    const id = need(idText, 'the control');
    const { words } = context;
    const { controls: all } = await context.call('controls.list', {});
    const before = all.find(({ control }) => control.id === id)?.control;
    const frequency = words.text('frequency');
    const given = Object.fromEntries(
      PLAIN.flatMap((name) => {
        const value = words.text(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const control: ControlDefinition = {
      ...before,
      id,
      title: before?.title ?? need(words.text('title'), '--title'),
      ...given,
      ...(frequency === undefined
        ? {}
        : { frequency: choice(frequency, FREQUENCIES, 'annual', 'frequency', controls.usage) }),
      ...(words.list('reference').length === 0 ? {} : { references: words.list('reference') }),
      ...(words.list('procedure').length === 0 ? {} : { procedures: words.list('procedure') }),
    };
    return show(context, (await context.call('controls.save', { controls: [control] })).controls);
  },
  async 'test-design'(context, [id]) {
    const word = need(context.words.text('result'), '--result');
    const result = choice(word, DESIGN_RESULTS, 'suitable', 'result', controls.usage);
    const stated = await evidence(context, need(id, 'the control'));
    return show(context, [await context.call('controls.test-design', { ...stated, result })]);
  },
  async 'test-operation'(context, [id]) {
    const word = need(context.words.text('result'), '--result');
    const result = choice(word, OPERATION_RESULTS, 'operated', 'result', controls.usage);
    const stated = await evidence(context, need(id, 'the control'));
    const samples = context.words.list('sample');
    return show(context, [await context.call('controls.test-operation', { ...stated, result, samples })]);
  },
  async conclude(context, [id]) {
    const { words, call } = context;
    const deficiency = words.text('deficiency');
    const by = words.text('by');
    const view = await call('controls.conclude', {
      control_id: need(id, 'the control'),
      conclusion: choice(need(words.text('as'), '--as'), CONCLUSIONS, 'deviation', 'as', controls.usage),
      reason: need(words.text('reason'), '--reason'),
      ...(by === undefined ? {} : { by }),
      ...(deficiency === undefined
        ? {}
        : { deficiency: choice(deficiency, DEFICIENCY_CLASSES, 'deficiency', 'deficiency', controls.usage) }),
    });
    return show(context, [view]);
  },
};

/** The client's control matrix, from control to conclusion. */
export const controls: Command = {
  name: 'controls',
  usage:
    'controls <dir> list | show CONTROL | import FILE.csv|FILE.xlsx | set CONTROL [--title TEXT] [--risk TEXT] [--description TEXT] [--owner NAME] [--frequency WORD] [--reference TEXT]... [--procedure ID]... | test-design CONTROL --result suitable|not_suitable --test TEXT [--note TEXT] [--attach FILE]... | test-operation CONTROL --result operated|not_operated --test TEXT [--sample SAMPLE]... [--note TEXT] [--attach FILE]... | conclude CONTROL --as deviation|no_deviation --reason TEXT [--deficiency WORD] [--by NAME] [--json]',
  summary: "The client's control matrix: tests of design and operation, conclusions",
  options: {
    ...Object.fromEntries(
      [...PLAIN, 'frequency', 'result', 'test', 'note', 'as', 'reason', 'deficiency', 'by'].map((name) => [
        name,
        { type: 'string' as const },
      ]),
    ),
    ...Object.fromEntries(
      ['reference', 'procedure', 'attach', 'sample'].map((name) => [
        name,
        { type: 'string' as const, multiple: true },
      ]),
    ),
    json: { type: 'boolean' },
  },
  async run(context) {
    const [dir, verb, ...rest] = context.words.positionals;
    const work = verb === undefined ? undefined : VERBS[verb];
    if (dir === undefined || work === undefined)
      throw badUsage(`name an engagement and one of ${Object.keys(VERBS).join(', ')}`, controls.usage);
    await context.call('engagement.open', { dir: context.path(dir) });
    return work(context, rest);
  },
};
