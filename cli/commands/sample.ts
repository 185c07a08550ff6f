import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import type { Params, Result } from '#shared/contract/methods.ts';
import type { AttributeEvaluation, SampleSizeView, SampleView } from '#shared/contract/sampling-schemas.ts';
import { ITEM_RESULTS, methodology, SAMPLE_METHODS } from '#shared/contract/sampling-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { badUsage, choice } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';
import { textTable } from '../terminal.ts';

type Verb = (context: CommandContext, rest: readonly string[]) => Promise<ExitCode>;

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

function number({ words }: CommandContext, name: string): number | undefined {
  const value = words.text(name);
  if (value === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(value)) throw badUsage(`--${name} takes a number, not "${value}"`, sample.usage);
  return Number(value);
}

function requiredNumber(context: CommandContext, name: string): number {
  const value = number(context, name);
  if (value === undefined) throw badUsage(`--${name} is missing`, sample.usage);
  return value;
}

function only<T>(name: string, value: T | undefined): Record<string, T> {
  return value === undefined ? {} : { [name]: value };
}

function need(value: string | undefined, what: string): string {
  if (value === undefined) throw badUsage(`name ${what}`, sample.usage);
  return value;
}

/** `json` as it is, or its lines of text. */
function print({ words, terminal }: CommandContext, value: unknown, lines: readonly string[]): ExitCode {
  if (words.flag('json')) terminal.json(value);
  else terminal.out(lines.join('\n'));
  return 0;
}

function sizeLines({ statement, limits, methodology }: SampleSizeView): string[] {
  return [
    statement,
    ...limits.map(
      ({ deviations, upper }) =>
        `  ${deviations === 1 ? '1 deviation' : `${deviations} deviations`} found: at most ${percent(upper)}`,
    ),
    ...(methodology === null
      ? []
      : [
          textTable(
            ['frequency', 'least', 'exact limit', 'most', 'exact limit'],
            methodology.sizes.map((row) => [
              row.frequency,
              String(row.least),
              percent(row.upper_least),
              String(row.most),
              percent(row.upper_most),
            ]),
          ),
        ]),
  ];
}

function viewLines({ sample: drawn, results }: SampleView): string[] {
  const of = (key: string) =>
    drawn.attributes
      .map(({ id }) => {
        const found = results.find((result) => result.key === key && result.attribute === id);
        return `${id}: ${found?.result.replaceAll('_', ' ') ?? '–'}${found?.tick_mark ? ` ${found.tick_mark}` : ''}`;
      })
      .join(', ');
  return [
    `${drawn.sample_id}: ${drawn.title}`,
    ...(drawn.methodology
      ? [
          `${drawn.methodology.name}, ${drawn.methodology.frequency}: ${drawn.methodology.least} to ${drawn.methodology.most} items`,
        ]
      : []),
    `${drawn.items.length} of ${drawn.count} items (${drawn.method}), seed ${drawn.seed} (${drawn.seed_by}), population ${drawn.digest}`,
    ...(drawn.interval === null ? [] : [`one unit in ${drawn.interval}, from unit ${drawn.start}`]),
    ...drawn.strata.map(({ stratum, count, drawn: taken }) => `  ${stratum}: ${taken} of ${count}`),
    textTable(
      ['item', 'rank', 'results'],
      drawn.items.map(({ key, rank }) => [key, rank.slice(0, 16), of(key)]),
    ),
  ];
}

function evaluationLines(rows: readonly AttributeEvaluation[]): string[] {
  return rows.flatMap(({ attribute, title, statement, strata }) => [
    `${attribute}: ${title}`,
    `  ${statement}`,
    ...strata.map(
      ({ stratum, deviations, tested, upper }) =>
        `  ${stratum}: ${deviations} of ${tested}${upper === null ? '' : `, at most ${percent(upper)}`}`,
    ),
  ]);
}

function given<T>(word: string | undefined, make: (word: string) => T): T | null {
  return word === undefined ? null : make(word);
}

function populationOf({ words }: CommandContext): Params<'sampling.draw'>['population'] {
  const populations: (Params<'sampling.draw'>['population'] | null)[] = [
    given(words.text('table'), (table) => ({ kind: 'table', table })),
    given(words.text('sql'), (sql) => ({ kind: 'sql', sql })),
    given(words.text('findings'), (procedure) => ({ kind: 'findings', procedure })),
    given(words.text('tested'), (procedure) => ({ kind: 'tested', procedure })),
  ];
  const [population, second] = populations.filter((one) => one !== null);
  if (population === undefined || second !== undefined)
    throw badUsage('name the population by one of --table, --sql, --findings, --tested', sample.usage);
  return population;
}

/** `A=Approved before it was granted`. */
function attributesOf({ words }: CommandContext): { id: string; title: string }[] {
  return words.list('attribute').map((word) => {
    const at = word.indexOf('=');
    if (at < 1) throw badUsage(`--attribute "${word}" is not of the form ID=TITLE`, sample.usage);
    return { id: word.slice(0, at), title: word.slice(at + 1) };
  });
}

function drawRequest(context: CommandContext): Params<'sampling.draw'> {
  const { words } = context;
  const [risk, tolerable] = [number(context, 'risk'), number(context, 'tolerable')];
  if ((risk === undefined) !== (tolerable === undefined))
    throw badUsage('a plan needs both --risk and --tolerable', sample.usage);
  const attributes = attributesOf(context);
  const [ladder, frequency] = [words.text('methodology'), words.text('frequency')];
  if (ladder !== undefined && frequency === undefined)
    throw badUsage('a methodology needs --frequency, the name of one of its steps', sample.usage);
  return {
    title: need(words.text('title'), 'the sample with --title'),
    population: populationOf(context),
    method: choice(words.text('method'), SAMPLE_METHODS, 'random', 'method', sample.usage),
    ...(words.list('key').length === 0 ? {} : { key: words.list('key') }),
    ...only('size', number(context, 'size')),
    ...only('seed', words.text('seed')),
    ...only('stratum', words.text('stratum')),
    ...only('weight', words.text('weight')),
    ...(risk === undefined
      ? {}
      : { plan: { risk, tolerable: tolerable!, expected: number(context, 'expected') ?? 0 } }),
    ...(frequency === undefined ? {} : { methodology: { id: ladder ?? 'frequency-ladder', frequency } }),
    ...(attributes.length === 0 ? {} : { attributes }),
  };
}

function sizeRequest(context: CommandContext): Params<'sampling.size'> {
  const { words } = context;
  const frequency = words.text('frequency');
  const method = choice(
    words.text('method'),
    ['attribute', 'monetary', 'methodology'],
    frequency === undefined ? 'attribute' : 'methodology',
    'method',
    sample.usage,
  );
  if (method === 'methodology')
    return {
      kind: method,
      ...only('methodology', words.text('methodology')),
      ...only('frequency', frequency),
      ...only('risk', number(context, 'risk')),
    };
  const plan = {
    risk: requiredNumber(context, 'risk'),
    tolerable: requiredNumber(context, 'tolerable'),
    ...only('expected', number(context, 'expected')),
  };
  return method === 'monetary'
    ? { kind: method, ...plan, value: requiredNumber(context, 'value') }
    : { kind: method, ...plan, ...only('population', number(context, 'population')) };
}

async function record(context: CommandContext, [id, key]: readonly string[]): Promise<ExitCode> {
  const { words, call, path } = context;
  const sample_id = need(id, 'the sample');
  const files = words.list('attach').map(path);
  const result = choice(
    words.text('result')?.replace('-', '_'),
    ITEM_RESULTS,
    'pass',
    'result',
    sample.usage,
  );
  if (words.text('result') === undefined) throw badUsage('--result is missing', sample.usage);
  const kept = files.length === 0 ? [] : (await call('attachments.add', { files })).attachments;
  const by = words.text('by');
  const view = await call('sampling.record', {
    sample_id,
    ...(by === undefined ? {} : { by }),
    results: [
      {
        key: need(key, 'the item'),
        result,
        attachments: kept.map(({ sha256 }) => sha256),
        ...only('attribute', words.list('attribute')[0]),
        ...only('note', words.text('note')),
        ...only('tick_mark', words.text('tick-mark')),
        ...only('audited', words.text('audited')),
      },
    ],
  });
  return print(context, view, viewLines(view));
}

/** The YAML or JSON of a ladder: id, name, note, sizes of frequency, least and most. Throws NOT_FOUND, BAD_ARGUMENT. */
async function ladderFrom(context: CommandContext, file: string): Promise<z.infer<typeof methodology>> {
  const text = await readFile(context.path(file), 'utf8').catch((cause: unknown) => {
    throw new TickmarkError('NOT_FOUND', `there is no file ${file}`, { cause });
  });
  const hint = 'It holds id, name, note and sizes, each with frequency, least and most.';
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw new TickmarkError('BAD_ARGUMENT', `${file} is no YAML`, { hint, cause });
  }
  const found = methodology.safeParse(value);
  if (found.success) return found.data;
  const reason = z.prettifyError(found.error).split('\n').slice(0, 2).join(' ').replace(/\s+/g, ' ');
  throw new TickmarkError('BAD_ARGUMENT', `${file} is no methodology: ${reason}`, { hint });
}

function ladderLines({ methodologies }: Result<'methodologies.list'>): string[] {
  return methodologies.flatMap(({ id, name, note, own, sizes }) => [
    `${own ? '* ' : '  '}${id}: ${name}`,
    `  ${note}`,
    textTable(
      ['step', 'least', 'most'],
      sizes.map(({ frequency, least, most }) => [frequency, String(least), String(most)]),
    ),
  ]);
}

/** `ladders`, `ladders save FILE`, `ladders remove ID`. */
async function ladders(
  context: CommandContext,
  [action = 'list', what]: readonly string[],
): Promise<ExitCode> {
  const { call, terminal } = context;
  if (action === 'list') {
    const listed = await call('methodologies.list', {});
    return print(context, listed, ladderLines(listed));
  }
  if (action === 'save') {
    const saved = await call('methodologies.save', {
      methodology: await ladderFrom(context, need(what, 'the file')),
    });
    return print(context, saved, [`The methodology ${saved.id} is kept with the engagement.`]);
  }
  if (action !== 'remove') throw badUsage(`"${action}" is none of list, save, remove`, sample.usage);
  const id = need(what, 'the methodology');
  await call('methodologies.remove', { id });
  terminal.note(`The methodology ${id} was removed.`);
  return 0;
}

function listLines({ samples }: Result<'sampling.list'>): string[] {
  return [
    textTable(
      ['sample', 'title', 'method', 'items', 'recorded', 'deviations'],
      samples.map(({ sample_id, title, method, size, count, recorded, attributes, deviations }) => [
        sample_id,
        title,
        method,
        `${size} of ${count}`,
        `${recorded} of ${size * attributes}`,
        String(deviations),
      ]),
    ),
  ];
}

const VERBS: Readonly<Record<string, Verb>> = {
  async size(context) {
    const view = await context.call('sampling.size', sizeRequest(context));
    return print(context, view, sizeLines(view));
  },
  async draw(context) {
    const view = await context.call('sampling.draw', drawRequest(context));
    return print(context, view, viewLines(view));
  },
  async list(context) {
    const list = await context.call('sampling.list', {});
    return print(context, list, listLines(list));
  },
  async show(context, [id]) {
    const view = await context.call('sampling.get', { sample_id: need(id, 'the sample') });
    return print(context, view, viewLines(view));
  },
  record,
  ladders,
  async evaluate(context, [id]) {
    const evaluation = await context.call('sampling.evaluate', {
      sample_id: need(id, 'the sample'),
      ...only('risk', number(context, 'risk')),
      ...only('tolerable', number(context, 'tolerable')),
    });
    return print(context, evaluation, evaluationLines(evaluation.attributes));
  },
  async export(context, [id]) {
    const { words, call, path, terminal } = context;
    const { file, rows } = await call('sampling.export', {
      sample_id: need(id, 'the sample'),
      format: choice(words.text('format'), ['csv', 'xlsx', 'json'], 'xlsx', 'format', sample.usage),
      path: path(need(words.text('out'), 'the file with --out')),
      ...only('risk', number(context, 'risk')),
      ...only('tolerable', number(context, 'tolerable')),
    });
    terminal.note(`${rows} items written to ${file}`);
    return 0;
  },
};

const TEXTS = [
  'title',
  'table',
  'sql',
  'findings',
  'tested',
  'format',
  'out',
  'method',
  'methodology',
  'frequency',
  'size',
  'seed',
  'risk',
  'tolerable',
  'expected',
  'population',
  'value',
  'stratum',
  'weight',
  'result',
  'note',
  'tick-mark',
  'audited',
  'by',
];

/** Sizes, drawing, results and evaluation of samples. */
export const sample: Command = {
  name: 'sample',
  usage:
    'sample <dir> size --risk R --tolerable R [--expected R] [--population N] [--method attribute|monetary|methodology] [--value N] [--methodology ID] [--frequency WORD] | draw --title TEXT (--table NAME | --sql SELECT | --findings PROCEDURE | --tested PROCEDURE) [--key COLUMN]... [--method random|attribute|stratified|monetary] [--size N] [--seed TEXT] [--stratum COLUMN] [--weight COLUMN] [--risk R --tolerable R [--expected R]] [--methodology ID] [--frequency WORD] [--attribute ID=TITLE]... | ladders [list | save FILE.yaml | remove ID] | list | show SAMPLE | record SAMPLE ITEM --result pass|deviation|not_applicable [--attribute ID] [--note TEXT] [--tick-mark MARK] [--audited UNITS] [--attach FILE]... [--by NAME] | evaluate SAMPLE [--risk R] [--tolerable R] | export SAMPLE --out FILE [--format csv|xlsx|json] [--json]',
  summary: 'Draw samples that anybody can draw again, record, evaluate and export them',
  options: {
    ...Object.fromEntries(TEXTS.map((name) => [name, { type: 'string' as const }])),
    key: { type: 'string', multiple: true },
    attribute: { type: 'string', multiple: true },
    attach: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  },
  async run(context) {
    const [dir, verb, ...rest] = context.words.positionals;
    const work = verb === undefined ? undefined : VERBS[verb];
    if (dir === undefined || work === undefined)
      throw badUsage(`name an engagement and one of ${Object.keys(VERBS).join(', ')}`, sample.usage);
    // Sizes are arithmetic; the rest, and the engagement's own ladders, need the engagement.
    if (verb !== 'size' || context.words.text('methodology') !== undefined)
      await context.call('engagement.open', { dir: context.path(dir) });
    return work(context, rest);
  },
};
