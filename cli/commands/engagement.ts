import { TickmarkError } from '#shared/model/errors.ts';
import type { Result } from '#shared/contract/methods.ts';
import { badUsage, choice, parsePeriod } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';
import { textTable } from '../terminal.ts';
import { overrides } from './procedures.ts';

export const init: Command = {
  name: 'init',
  usage:
    'init <dir> --client NAME --period FROM..TO [--as-of DATE] [--timezone ZONE] [--kind external|internal] [--param id.name=value] [--from EARLIER] [--json]',
  summary: 'Make an engagement, or with --from the next period of an earlier one',
  options: {
    client: { type: 'string' },
    period: { type: 'string' },
    'as-of': { type: 'string' },
    timezone: { type: 'string' },
    kind: { type: 'string' },
    param: { type: 'string', multiple: true },
    from: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(context) {
    const { words, terminal, call, path } = context;
    const [dir] = words.positionals;
    const client = words.text('client');
    const period = words.text('period');
    if (dir === undefined || words.positionals.length > 1) throw badUsage('name one folder', init.usage);
    if (words.text('from') !== undefined) {
      if (words.list('param').length > 0)
        throw badUsage('--from takes the parameters of the earlier engagement over', init.usage);
      return rollForward(context, dir);
    }
    if (client === undefined || client.trim() === '') throw badUsage('--client is missing', init.usage);
    if (period === undefined) throw badUsage('--period is missing', init.usage);
    const asOf = words.text('as-of');
    const view = await call('engagement.create', {
      dir: path(dir),
      client,
      period: parsePeriod(period, init.usage),
      timezone: words.text('timezone') ?? 'UTC',
      kind: choice(words.text('kind'), ['external', 'internal'], 'external', 'kind', init.usage),
      parameters: overrides(words.list('param'), init.usage),
      ...(asOf === undefined ? {} : { as_of: asOf }),
    });
    if (words.flag('json')) terminal.json(view);
    else
      terminal.out(
        `Engagement ${view.id} of ${view.client}, ${view.period.from} to ${view.period.to} (${view.timezone}), in ${view.dir}`,
      );
    return 0;
  },
};

/** The next period of an earlier engagement: what is not stated is taken from there. */
async function rollForward({ words, terminal, call, path }: CommandContext, dir: string): Promise<ExitCode> {
  const period = words.text('period');
  if (period === undefined) throw badUsage('--period is missing', init.usage);
  const kind = words.text('kind');
  const stated = Object.fromEntries(
    (
      [
        ['client', 'client'],
        ['timezone', 'timezone'],
        ['as_of', 'as-of'],
      ] as const
    ).flatMap(([member, option]) => {
      const value = words.text(option);
      return value === undefined ? [] : [[member, value]];
    }),
  );
  const view = await call('engagement.roll-forward', {
    dir: path(dir),
    from: path(words.text('from')!),
    period: parsePeriod(period, init.usage),
    ...stated,
    ...(kind === undefined
      ? {}
      : { kind: choice(kind, ['external', 'internal'], 'external', 'kind', init.usage) }),
  });
  if (words.flag('json')) {
    terminal.json(view);
    return 0;
  }
  const { from, carried, notes } = view.rolled_forward;
  terminal.out(
    `Engagement ${view.id} of ${view.client}, ${view.period.from} to ${view.period.to} (${view.timezone}), in ${view.dir}`,
  );
  terminal.out(`Took over from ${from.id}, ${from.period.from} to ${from.period.to}:`);
  terminal.out(
    textTable(
      ['', 'what'],
      Object.entries(carried).map(([what, count]) => [count, what.replaceAll('_', ' ')]),
    ),
  );
  for (const note of notes) terminal.note(note);
  return 0;
}

function printImport(
  { words, terminal }: CommandContext,
  result: Result<'intake.import'>,
  more: Record<string, unknown> = {},
): void {
  if (words.flag('json')) terminal.json({ ...result, ...more });
  else if (result.receipts.length > 0) {
    terminal.out(
      textTable(
        ['file', 'read as', 'read', 'loaded', 'rejected'],
        result.receipts.map((receipt) => [
          receipt.file,
          receipt.reader ?? '(not mapped)',
          receipt.read,
          receipt.loaded,
          receipt.rejected,
        ]),
      ),
    );
  }
  for (const receipt of result.receipts) {
    for (const reject of receipt.rejects.slice(0, words.flag('json') ? 0 : 5)) {
      terminal.note(`${receipt.file} record ${reject.record}: ${reject.code} ${reject.message}`);
    }
  }
  for (const failure of result.failed) {
    terminal.note(`error ${failure.code}: ${failure.file}: ${failure.message}`);
    if (failure.hint !== undefined) terminal.note(`  ${failure.hint}`);
  }
}

export const importCommand: Command = {
  name: 'import',
  usage:
    'import <dir> <file|folder>... [--as READER_ID|raw|lines] [--as-of DATE] [--encoding CODE_PAGE] [--replace SOURCE] [--supplied-by NAME] [--json]',
  summary: 'Take in export files, with a receipt for each',
  options: {
    as: { type: 'string' },
    'as-of': { type: 'string' },
    encoding: { type: 'string' },
    replace: { type: 'string' },
    'supplied-by': { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(context) {
    const { words, call, path } = context;
    const [dir, ...files] = words.positionals;
    if (dir === undefined || files.length === 0)
      throw badUsage('name the engagement and at least one file', importCommand.usage);
    await call('engagement.open', { dir: path(dir) });
    const given = Object.fromEntries(
      (
        [
          ['as', 'as'],
          ['as_of', 'as-of'],
          ['encoding', 'encoding'],
          ['replace', 'replace'],
          ['supplied_by', 'supplied-by'],
        ] as const
      ).flatMap(([param, option]) => {
        const value = words.text(option);
        return value === undefined ? [] : [[param, value]];
      }),
    );
    try {
      const result = await call('intake.import', { paths: files.map(path), ...given });
      printImport(context, result);
      return result.failed.length > 0 ? 2 : 0;
    } catch (error) {
      // What was booked before a cancellation stays, so it is listed.
      if (error instanceof TickmarkError && error.code === 'CANCELLED' && error.details !== undefined)
        printImport(context, error.details as Result<'intake.import'>, { cancelled: true });
      throw error;
    }
  },
};
