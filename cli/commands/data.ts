import type { ReportModel } from '#shared/contract/schemas.ts';
import { badUsage, choice, parsePeriod } from '../args.ts';
import { tableOfPage } from '../arrow-rows.ts';
import type { Command, CommandContext } from '../command.ts';
import { writeOutput } from '../output.ts';
import { onOneLine, textTable } from '../terminal.ts';

const PAGE = 10_000;

export function reportText({ title, sections, notes }: ReportModel): string {
  const body = sections.flatMap(({ heading, lines }) => [
    ...(heading === '' ? [] : ['', onOneLine(/[:?]/.test(heading) ? heading : `${heading}:`)]),
    ...lines.map(
      ({ label, value, note, depth }) =>
        `${'  '.repeat(depth ?? (heading === '' ? 0 : 1))}${heading === '' ? '' : '- '}${onOneLine(`${label}: ${value}${note === undefined ? '' : ` (${note})`}`)}`,
    ),
  ]);
  return [title, ...body, ...(notes.length === 0 ? [] : ['', ...notes])].join('\n');
}

export const report: Command = {
  name: 'report',
  usage:
    'report <dir> [NAME] [--as-of DATE] [--period A..B] [--format text|json|pdf|xlsx | --json] [--out FILE]',
  summary: 'Print or write a report; without a name, list them',
  options: {
    'as-of': { type: 'string' },
    period: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(context) {
    const { words, terminal, call, path } = context;
    const [dir, name] = words.positionals;
    if (dir === undefined || words.positionals.length > 2)
      throw badUsage('name one engagement and one report', report.usage);
    const format = choice(
      words.text('format'),
      ['text', 'json', 'pdf', 'xlsx'],
      words.flag('json') ? 'json' : 'text',
      'format',
      report.usage,
    );
    const out = words.text('out');
    const asFile = format === 'pdf' || format === 'xlsx';
    if (asFile && out === undefined) throw badUsage(`--format ${format} needs --out FILE`, report.usage);
    await call('engagement.open', { dir: path(dir) });
    if (name === undefined) {
      const list = await call('report.list', {});
      if (format === 'json') return writeOutput(context, list, 'json', out);
      terminal.out(
        textTable(
          ['report', 'title'],
          list.map(({ id, title, about }) => [
            about === null ? id : `${id}:…`,
            about === null ? title : `${title} (${about})`,
          ]),
        ),
      );
      return 0;
    }
    const asOf = words.text('as-of');
    const period = words.text('period');
    const wanted = {
      report: name,
      ...(asOf === undefined ? {} : { as_of: asOf }),
      ...(period === undefined ? {} : { period: parsePeriod(period, report.usage) }),
    };
    if (asFile) {
      const written = await call('report.export', { ...wanted, format, path: path(out!) });
      terminal.note(`${written.bytes} bytes written to ${written.file}`);
      return 0;
    }
    const model = await call('report.get', wanted);
    if (format === 'json') {
      const { report: id, as_of, period: covered, figures, rows } = model;
      return writeOutput(context, { report: id, as_of, period: covered, figures, rows }, 'json', out);
    }
    terminal.out(reportText(model));
    return 0;
  },
};

export const query: Command = {
  name: 'query',
  usage: 'query <dir> "SQL" [--format table|json|csv|parquet|arrow|xlsx | --json] [--out FILE] [--explain]',
  summary: 'Ask the engagement in SQL; nothing can be changed',
  options: {
    format: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    explain: { type: 'boolean' },
  },
  async run(context) {
    const { words, terminal, call, path } = context;
    const [dir, sql] = words.positionals;
    if (dir === undefined || sql === undefined || words.positionals.length > 2)
      throw badUsage('name one engagement and one statement', query.usage);
    const format = choice(
      words.text('format'),
      ['table', 'json', 'csv', 'parquet', 'arrow', 'xlsx'],
      words.flag('json') ? 'json' : 'table',
      'format',
      query.usage,
    );
    await call('engagement.open', { dir: path(dir) });
    if (words.flag('explain')) {
      const { plan } = await call('query.explain', { sql });
      if (format === 'json') terminal.json({ plan });
      else terminal.out(plan);
      return 0;
    }
    if (format !== 'table' && format !== 'json') return writeOutput(context, sql, format, words.text('out'));
    const result = await allRows(context, sql);
    if (format === 'json')
      return writeOutput(context, { columns: result.columns, rows: result.rows }, 'json', words.text('out'));
    terminal.out(
      textTable(
        result.columns.map(({ name }) => name),
        result.rows,
      ),
    );
    terminal.note(`${result.rows.length} rows${result.capped ? ' (cut: the result has more)' : ''}`);
    return 0;
  },
};

async function allRows({ call }: CommandContext, sql: string) {
  const handle = await call('query.open', { sql });
  const rows: unknown[][] = [];
  for (let offset = 0; offset < handle.row_count; offset += PAGE) {
    const { arrow } = await call('query.page', { result_id: handle.result_id, offset, limit: PAGE });
    rows.push(...tableOfPage(arrow));
  }
  return { columns: handle.columns, rows, capped: handle.capped };
}
