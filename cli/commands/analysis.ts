import { badUsage, choice } from '../args.ts';
import type { Command, CommandContext } from '../command.ts';
import { textTable } from '../terminal.ts';

const FORM = { format: { type: 'string' }, json: { type: 'boolean' } } as const;
const SOURCE = { source: { type: 'string' } } as const;
const LIMIT = { limit: { type: 'string' } } as const;

/** The engagement opened, and what every command of this family takes. */
async function begin({ words, call, path }: CommandContext, usage: string, positionals: number) {
  const [dir, ...rest] = words.positionals;
  if (dir === undefined || rest.length !== positionals) throw badUsage('the words do not fit', usage);
  const format = choice(
    words.text('format'),
    ['table', 'json'],
    words.flag('json') ? 'json' : 'table',
    'format',
    usage,
  );
  const source = words.text('source');
  const limit = words.text('limit');
  if (limit !== undefined && !/^\d{1,5}$/.test(limit))
    throw badUsage(`--limit takes a whole number, not "${limit}"`, usage);
  await call('engagement.open', { dir: path(dir) });
  return {
    rest: rest as [string, ...string[]],
    json: format === 'json',
    source: source === undefined ? {} : { source_id: source },
    limit: limit === undefined ? {} : { limit: Number(limit) },
  };
}

/** TABLE.COLUMN; the table may have a schema of its own. */
function tableColumn(text: string, usage: string): { table: string; column: string } {
  const dot = text.lastIndexOf('.');
  if (dot <= 0) throw badUsage(`"${text}" is not of the form TABLE.COLUMN`, usage);
  return { table: text.slice(0, dot), column: text.slice(dot + 1) };
}

export const profile: Command = {
  name: 'profile',
  usage: 'profile <dir> TABLE [--column C]… [--source ID] [--format table|json | --json]',
  summary: 'Statistics of the columns of a table: counts, values, patterns, distribution',
  options: { ...FORM, ...SOURCE, column: { type: 'string', multiple: true } },
  async run(context) {
    const { words, terminal, call } = context;
    const { rest, json, source } = await begin(context, profile.usage, 1);
    const columns = words.list('column');
    const result = await call('analysis.profile', {
      table: rest[0],
      ...source,
      ...(columns.length === 0 ? {} : { columns }),
    });
    if (json) {
      terminal.json(result);
      return 0;
    }
    const rows = result.columns.map((one) => [
      one.name,
      one.type,
      one.count,
      one.nulls,
      one.empties,
      one.distinct,
      one.numbers?.min ?? one.moments?.min ?? '',
      one.numbers?.max ?? one.moments?.max ?? '',
      one.numbers?.mean ?? '',
      one.top[0] === undefined ? '' : `${one.top[0].value} (${one.top[0].count})`,
      one.patterns[0] === undefined ? '' : `${one.patterns[0].pattern} (${one.patterns[0].count})`,
    ]);
    const heads = ['column', 'type', 'values', 'null', 'empty', 'distinct', 'min', 'max', 'mean'];
    terminal.out(textTable([...heads, 'most frequent', 'pattern'], rows));
    terminal.note(`${result.rows} rows in ${result.table}; --json gives all values, patterns and bins`);
    return 0;
  },
};

export const duplicates: Command = {
  name: 'duplicates',
  usage: 'duplicates <dir> TABLE [--key C]… [--source ID] [--limit N] [--format table|json | --json]',
  summary: 'Rows that are equal, as a whole or in the columns of a key',
  options: { ...FORM, ...SOURCE, ...LIMIT, key: { type: 'string', multiple: true } },
  async run(context) {
    const { words, terminal, call } = context;
    const { rest, json, source, limit } = await begin(context, duplicates.usage, 1);
    const key = words.list('key').flatMap((one) => one.split(','));
    const result = await call('analysis.duplicates', {
      table: rest[0],
      ...source,
      ...limit,
      ...(key.length === 0 ? {} : { key }),
    });
    if (json) {
      terminal.json(result);
      return 0;
    }
    terminal.out(
      textTable(
        ['rows', ...result.key, 'records'],
        result.examples.map((one) => [
          one.count,
          ...result.key.map((name) => one.key[name] ?? ''),
          one.records.map(({ source_id, record_no }) => `${source_id.slice(0, 8)}:${record_no}`).join(' '),
        ]),
      ),
    );
    terminal.note(
      `${result.groups} groups of equal rows, ${result.surplus} rows beyond the first of each, of ${result.rows}`,
    );
    return 0;
  },
};

export const gaps: Command = {
  name: 'gaps',
  usage: 'gaps <dir> TABLE.COLUMN [--source ID] [--limit N] [--format table|json | --json]',
  summary: 'Numbers that are missing from a sequence, with or without a prefix',
  options: { ...FORM, ...SOURCE, ...LIMIT },
  async run(context) {
    const { terminal, call } = context;
    const { rest, json, source, limit } = await begin(context, gaps.usage, 1);
    const result = await call('analysis.gaps', {
      ...tableColumn(rest[0], gaps.usage),
      ...source,
      ...limit,
    });
    if (json) {
      terminal.json(result);
      return 0;
    }
    terminal.out(
      textTable(
        ['prefix', 'missing from', 'to', 'numbers'],
        result.gaps.map((gap) => [gap.prefix, gap.from, gap.to, gap.missing]),
      ),
    );
    const missing = result.sequences.reduce((sum, one) => sum + one.missing, 0);
    terminal.note(
      `${missing} numbers missing in ${result.total_gaps} gaps of ${result.sequences.length} sequences; ${result.unnumbered} values without a number, ${result.nulls} rows without a value`,
    );
    return 0;
  },
};

export const benford: Command = {
  name: 'benford',
  usage: 'benford <dir> TABLE.COLUMN [--digits 1|2] [--source ID] [--format table|json | --json]',
  summary: 'Compare leading digits with the law of Benford',
  options: { ...FORM, ...SOURCE, digits: { type: 'string' } },
  async run(context) {
    const { words, terminal, call } = context;
    const { rest, json, source } = await begin(context, benford.usage, 1);
    const digits = choice(words.text('digits'), ['1', '2'], '1', 'digits', benford.usage);
    const test = await call('analysis.benford', {
      ...tableColumn(rest[0], benford.usage),
      ...source,
      digits: digits === '1' ? 1 : 2,
    });
    if (json) {
      terminal.json(test);
      return 0;
    }
    const { result } = test;
    if (result) {
      terminal.out(
        textTable(
          ['digits', 'observed', 'share', 'expected', 'z'],
          result.rows.map((row) => [
            row.digits,
            row.observed,
            row.observed_share.toFixed(4),
            row.expected_share.toFixed(4),
            row.z.toFixed(2),
          ]),
          100,
        ),
      );
    }
    if (!test.applicable) terminal.note(`Not applicable: ${test.reasons.join('; ')}.`);
    else if (result) {
      terminal.note(
        `${result.values} values: ${result.conformity} (MAD ${result.mad.toFixed(5)}, limits ${result.mad_limits.join(', ')}; chi-square ${result.chi_square.toFixed(2)}, limit ${result.chi_square_limit}). A deviation points, it does not conclude.`,
      );
    }
    return 0;
  },
};

export const fuzzyJoin: Command = {
  name: 'fuzzy-join',
  usage:
    'fuzzy-join <dir> TABLE.COLUMN TABLE.COLUMN [--threshold 0.9] [--limit N] [--format table|json | --json]',
  summary: 'Pairs of values of two columns that are alike',
  options: { ...FORM, ...LIMIT, threshold: { type: 'string' } },
  async run(context) {
    const { words, terminal, call } = context;
    const { rest, json, limit } = await begin(context, fuzzyJoin.usage, 2);
    const threshold = words.text('threshold');
    if (threshold !== undefined && !/^(?:0?\.\d+|1(?:\.0+)?)$/.test(threshold))
      throw badUsage(`--threshold takes a number from 0.5 to 1, not "${threshold}"`, fuzzyJoin.usage);
    const result = await call('analysis.similar', {
      left: tableColumn(rest[0], fuzzyJoin.usage),
      right: tableColumn(rest[1]!, fuzzyJoin.usage),
      ...limit,
      ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
    });
    if (json) {
      terminal.json(result);
      return 0;
    }
    terminal.out(
      textTable(
        ['score', 'edit', 'left', 'right', 'rows'],
        result.pairs.map((pair) => [
          pair.score.toFixed(3),
          pair.edit.toFixed(3),
          pair.left,
          pair.right,
          `${pair.left_rows}:${pair.right_rows}`,
        ]),
      ),
    );
    terminal.note(
      `${result.total} pairs at ${result.threshold} or above, of ${result.compared} compared${
        result.skipped.length === 0
          ? ''
          : `; too common to compare: ${result.skipped.map(({ beginning }) => `${beginning}…`).join(', ')}`
      }`,
    );
    return 0;
  },
};

export const search: Command = {
  name: 'search',
  usage: 'search <dir> TEXT [--limit N] [--format table|json | --json]',
  summary: 'Find a text in people, accounts, resources, findings, sources and procedures',
  options: { ...FORM, ...LIMIT },
  async run(context) {
    const { terminal, call } = context;
    const { rest, json, limit } = await begin(context, search.usage, 1);
    const result = await call('search.everything', { text: rest[0], ...limit });
    if (json) {
      terminal.json(result);
      return 0;
    }
    terminal.out(
      textTable(
        ['kind', 'what', 'where'],
        result.groups.flatMap(({ kind, hits }) => hits.map((hit) => [kind, hit.title, hit.detail])),
      ),
    );
    terminal.note(
      result.groups
        .filter((group) => group.count > 0)
        .map((group) => `${group.count} ${group.kind}`)
        .join(', ') || `nothing holds "${result.text}"`,
    );
    return 0;
  },
};
