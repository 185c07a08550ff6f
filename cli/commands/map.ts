import { readFileSync } from 'node:fs';
import type {
  LineForm,
  MappedColumn,
  MappingDraft,
  MappingTest,
  MappingView,
} from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { badUsage } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';
import { textTable } from '../terminal.ts';

const LINES =
  '--pattern REGEX | --fixed FIELD=FROM-TO... | --delimiter TEXT --names FIELD,… [--skip-first N] [--skip-matching REGEX]... [--begins FIRST_LINE]';
const DRAFT = `--draft FILE.json | --id NAME [--title TEXT] --table TABLE [--part PART] --column COLUMN=HEADER[:COERCION]... [--required COLUMN]... [--optional COLUMN]... [--constant COLUMN=TEXT]... [--key COLUMN,…] [--moment COLUMN]; lines of text: ${LINES}`;

/** `grants.account_id=Login:account` → column, its header and coercion. A header may hold colons: only a known last part counts. */
function parseColumn(word: string): [string, MappedColumn] {
  const at = word.indexOf('=');
  if (at < 1) throw badUsage(`--column takes COLUMN=HEADER, not "${word}"`, map.usage);
  const column = word.slice(0, at);
  const match = /^(.*):([a-z_]+)$/.exec(word.slice(at + 1));
  return match ? [column, { from: [match[1]!], as: match[2]! }] : [column, { from: [word.slice(at + 1)] }];
}

/** `badge=1-6` → field and its first and last character. */
function parsePlace(word: string): [string, [number, number]] {
  const match = /^(.+)=(\d+)-(\d+)$/.exec(word);
  if (!match) throw badUsage(`--fixed takes FIELD=FROM-TO, not "${word}"`, map.usage);
  return [match[1]!, [Number(match[2]), Number(match[3])]];
}

/** How lines come apart, as far as it is stated. */
function linesOf({ words }: CommandContext): LineForm | undefined {
  const pattern = words.text('pattern');
  const fixed = words.list('fixed').map(parsePlace);
  const by = words.text('delimiter');
  const names = words.text('names')?.split(',') ?? [];
  if (pattern === undefined && fixed.length === 0 && by === undefined) return undefined;
  const first = words.text('skip-first');
  const matching = words.list('skip-matching');
  const begins = words.text('begins');
  if (first !== undefined && !/^\d+$/.test(first))
    throw badUsage(`--skip-first takes a number of lines, not "${first}"`, map.usage);
  const skip = {
    ...(first === undefined ? {} : { first: Number(first) }),
    ...(matching.length === 0 ? {} : { matching: [...matching] }),
  };
  return {
    ...(pattern === undefined ? {} : { pattern }),
    ...(fixed.length === 0 ? {} : { fixed: Object.fromEntries(fixed) }),
    ...(by === undefined ? {} : { delimited: { by, names } }),
    ...(Object.keys(skip).length === 0 ? {} : { skip }),
    ...(begins === undefined ? {} : { begins }),
  };
}

function draftOf(context: CommandContext): MappingDraft | undefined {
  const { words, path } = context;
  const file = words.text('draft');
  if (file !== undefined) {
    try {
      return JSON.parse(readFileSync(path(file), 'utf8')) as MappingDraft;
    } catch (error) {
      throw new TickmarkError('UNREADABLE', `${file} cannot be read as JSON: ${(error as Error).message}`, {
        hint: '"tickmark map … suggest --json" writes a draft to begin with.',
        cause: error,
      });
    }
  }
  const table = words.text('table');
  if (words.list('column').length === 0 && words.list('constant').length === 0) return undefined;
  const id = words.text('id');
  if (table === undefined || id === undefined) throw badUsage('a mapping needs --id and --table', map.usage);
  const columns: Record<string, MappedColumn> = Object.fromEntries(words.list('column').map(parseColumn));
  for (const word of words.list('constant')) {
    const at = word.indexOf('=');
    if (at < 1) throw badUsage(`--constant takes COLUMN=TEXT, not "${word}"`, map.usage);
    columns[word.slice(0, at)] = { constant: word.slice(at + 1) };
  }
  for (const name of words.list('required')) {
    const column = columns[name];
    if (column === undefined) throw badUsage(`--required names ${name}, which is not mapped`, map.usage);
    columns[name] = { ...column, required: true };
  }
  for (const name of words.list('optional')) {
    const column = columns[name];
    if (column === undefined) throw badUsage(`--optional names ${name}, which is not mapped`, map.usage);
    columns[name] = { ...column, required: false };
  }
  const lines = linesOf(context);
  const part = words.text('part');
  const key = words.text('key')?.split(',');
  const moment = words.text('moment');
  const title = words.text('title');
  return {
    id,
    ...(title === undefined ? {} : { title }),
    ...(lines === undefined ? {} : { lines }),
    targets: [
      {
        table,
        ...(part === undefined ? {} : { part }),
        columns,
        ...(key ? { key } : {}),
        ...(moment === undefined ? {} : { moment }),
      },
    ],
  };
}

function printTest(context: CommandContext, test: MappingTest): void {
  const { terminal } = context;
  terminal.out(`${test.records} records tried: ${test.loaded} loaded, ${test.rejected} rejected`);
  for (const { table, columns, first } of test.tables) {
    const shown = columns.filter((_, i) => first.some(({ values }) => values[i] !== null));
    terminal.out(`\n${table}:`);
    terminal.out(
      textTable(
        ['record', ...shown],
        first.map(({ record, values }) => [record, ...shown.map((name) => values[columns.indexOf(name)])]),
        24,
      ),
    );
  }
  for (const { record, code, message } of test.rejects) terminal.note(`record ${record}: ${code} ${message}`);
  if (test.unused.length > 0) terminal.note(`not used: ${test.unused.join(', ')}`);
}

const viewLine = ({ id, version, tables, sources, sha256 }: MappingView) => [
  id,
  version,
  tables.join(', '),
  sources.length,
  sha256,
];

type Verb = (context: CommandContext, rest: readonly string[]) => Promise<ExitCode>;

/** Prints the answer as JSON where that is asked for, else as `print` does. */
function answer<T>(context: CommandContext, value: T, print: (value: T) => void): ExitCode {
  if (context.words.flag('json')) context.terminal.json(value);
  else print(value);
  return 0;
}

function need(value: string | undefined, what: string): string {
  if (value === undefined) throw badUsage(`name ${what}`, map.usage);
  return value;
}

const asOf = ({ words }: CommandContext) => {
  const moment = words.text('as-of');
  return moment === undefined ? {} : { as_of: moment };
};

const VERBS: Readonly<Record<string, Verb>> = {
  async preview(context, [source]) {
    const lines = linesOf(context);
    const preview = await context.call('mapping.preview', {
      source: need(source, 'a source'),
      ...(lines === undefined ? {} : { lines }),
    });
    return answer(context, preview, ({ parts }) => {
      for (const { table, part, rows, columns, unfit } of parts) {
        const called = part === null ? '' : ` (part ${part})`;
        context.terminal.out(`${table}${called}: ${rows} rows`);
        if (unfit !== undefined && unfit > 0) context.terminal.out(`${unfit} lines do not fit`);
        context.terminal.out(
          textTable(
            ['header', 'empty', 'distinct', 'samples'],
            columns.map(({ header, empty, distinct, samples }) => [
              header,
              empty,
              distinct,
              samples.join(' · '),
            ]),
          ),
        );
      }
    });
  },
  async targets(context, [table]) {
    const found = await context.call('mapping.targets', {});
    const targets = found.targets.filter((target) => table === undefined || target.table === table);
    return answer(context, { ...found, targets }, () => {
      if (table === undefined)
        context.terminal.out(
          textTable(
            ['table', 'holds'],
            targets.map((target) => [target.table, target.doc]),
          ),
        );
      else {
        context.terminal.out(
          textTable(
            ['column', 'type', 'coercion', 'means'],
            targets.flatMap(({ columns }) =>
              columns.map((one) => [one.name, one.type, one.coercion, one.doc]),
            ),
          ),
        );
        context.terminal.out('');
        context.terminal.out(
          textTable(
            ['coercion', 'reads'],
            found.coercions.map(({ name, doc }) => [name, doc]),
            90,
          ),
        );
      }
    });
  },
  async suggest(context, [source]) {
    const table = need(context.words.text('table'), 'a table with --table');
    const lines = linesOf(context);
    const part = context.words.text('part');
    const draft = await context.call('mapping.suggest', {
      source: need(source, 'a source'),
      table,
      ...(part === undefined ? {} : { part }),
      ...(lines === undefined ? {} : { lines }),
    });
    context.terminal.json(draft);
    return 0;
  },
  async test(context, [source]) {
    const draft = draftOf(context);
    const mapping = context.words.text('mapping');
    const test = await context.call('mapping.test', {
      source: need(source, 'a source'),
      ...(draft ? { draft } : {}),
      ...(mapping === undefined ? {} : { mapping }),
      ...asOf(context),
    });
    return answer(context, test, (result) => printTest(context, result));
  },
  async save(context, [source]) {
    const draft = draftOf(context);
    if (!draft) throw badUsage('state the mapping', map.usage);
    const saved = await context.call('mapping.save', { source: need(source, 'a source'), draft });
    return answer(context, saved, ({ id, version }) =>
      context.terminal.out(`Saved ${id}, version ${version}`),
    );
  },
  async draft(context, [mapping]) {
    context.terminal.json(await context.call('mapping.draft', { mapping: need(mapping, 'a mapping') }));
    return 0;
  },
  async list(context) {
    const views = await context.call('mapping.list', {});
    return answer(context, { mappings: views }, () =>
      context.terminal.out(
        textTable(['mapping', 'version', 'tables', 'files', 'sha256'], views.map(viewLine), 64),
      ),
    );
  },
  async apply(context, [mapping, ...sources]) {
    if (sources.length === 0) throw badUsage('name the sources to read with it', map.usage);
    const { receipts } = await context.call('mapping.apply', {
      mapping: need(mapping, 'a mapping'),
      sources,
      ...asOf(context),
    });
    return answer(context, { receipts }, () =>
      context.terminal.out(
        textTable(
          ['file', 'read as', 'read', 'loaded', 'rejected'],
          receipts.map((one) => [one.file, one.reader, one.read, one.loaded, one.rejected]),
        ),
      ),
    );
  },
  async export(context, [mapping]) {
    const out = need(context.words.text('out'), 'a file with --out');
    const written = await context.call('mapping.export', {
      mapping: need(mapping, 'a mapping'),
      path: context.path(out),
    });
    return answer(context, written, ({ file }) => context.terminal.out(`Written to ${file}`));
  },
  async import(context, [file]) {
    const taken = await context.call('mapping.import', { path: context.path(need(file, 'a file')) });
    return answer(context, taken, ({ id, version }) =>
      context.terminal.out(`Taken in: ${id}, version ${version}`),
    );
  },
};

export const map: Command = {
  name: 'map',
  usage: `map <dir> preview SOURCE | targets [TABLE] | suggest SOURCE --table TABLE | draft ID | test SOURCE (${DRAFT} | --mapping ID) | save SOURCE (${DRAFT}) | apply ID SOURCE... [--as-of DATE] | list | export ID --out FILE | import FILE [--json]`,
  summary: 'Map a file that no reader knows by hand, and keep the mapping',
  options: {
    draft: { type: 'string' },
    mapping: { type: 'string' },
    id: { type: 'string' },
    title: { type: 'string' },
    table: { type: 'string' },
    column: { type: 'string', multiple: true },
    constant: { type: 'string', multiple: true },
    required: { type: 'string', multiple: true },
    optional: { type: 'string', multiple: true },
    part: { type: 'string' },
    pattern: { type: 'string' },
    fixed: { type: 'string', multiple: true },
    delimiter: { type: 'string' },
    names: { type: 'string' },
    'skip-first': { type: 'string' },
    'skip-matching': { type: 'string', multiple: true },
    begins: { type: 'string' },
    key: { type: 'string' },
    moment: { type: 'string' },
    'as-of': { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(context) {
    const [dir, verb, ...rest] = context.words.positionals;
    const work = verb === undefined ? undefined : VERBS[verb];
    if (dir === undefined || work === undefined)
      throw badUsage(`name an engagement and one of ${Object.keys(VERBS).join(', ')}`, map.usage);
    await context.call('engagement.open', { dir: context.path(dir) });
    return work(context, rest);
  },
};
