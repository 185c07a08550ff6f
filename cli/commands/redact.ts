import { badUsage } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';

interface Choice {
  source: string;
  columns: string[];
  rows: ({ from: number; to: number } | { column: string; value: string })[];
}

/** `SOURCE:REST`; names of sources with a colon are given by their SHA-256. */
function parts(option: string, text: string): [string, string] {
  const at = text.indexOf(':');
  if (at < 1 || at === text.length - 1)
    throw badUsage(`--${option} takes SOURCE:…, not "${text}"`, redact.usage);
  return [text.slice(0, at), text.slice(at + 1)];
}

function columnsOf(text: string): Choice {
  const [source, names] = parts('withhold-columns', text);
  const columns = names.split(',').map((name) => name.trim());
  if (columns.includes('')) throw badUsage(`"${names}" holds an empty column name`, redact.usage);
  return { source, columns, rows: [] };
}

function rowsOf(text: string): Choice {
  const [source, rule] = parts('withhold-rows', text);
  const range = /^(\d+)(?:-(\d+))?$/.exec(rule);
  if (range !== null) {
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
    if (from < 1 || to < from) throw badUsage(`"${rule}" is no range of rows`, redact.usage);
    return { source, columns: [], rows: [{ from, to }] };
  }
  const at = rule.indexOf('=');
  if (at < 1)
    throw badUsage(`--withhold-rows takes SOURCE:N-M or SOURCE:COLUMN=VALUE, not "${text}"`, redact.usage);
  return { source, columns: [], rows: [{ column: rule.slice(0, at), value: rule.slice(at + 1) }] };
}

/** What can be withheld, so that somebody can choose. */
async function list({ words, terminal, call, path }: CommandContext, file: string): Promise<ExitCode> {
  const parts = await call('package.redactable', { file: path(file) });
  if (words.flag('json')) {
    terminal.json(parts);
    return 0;
  }
  for (const { path: name, rows, cells, head } of parts.sources) {
    terminal.out(`  by rows${cells ? ' and columns' : ''}  ${name}: ${rows} rows`);
    if (cells) terminal.out(`    ${(head[0] ?? []).join(', ')}`);
  }
  for (const { path: name, always } of parts.whole)
    terminal.out(`  ${always ? 'always in full' : 'as a whole'}  ${name}`);
  return 0;
}

export const redact: Command = {
  name: 'redact',
  usage:
    'redact <FILE.zip> --list | redact <FILE.zip> --out FILE.zip [--withhold-columns SOURCE:COL,COL] [--withhold-rows SOURCE:N-M|SOURCE:COL=VALUE] [--keep data/PATH] [--json]',
  summary: 'Hand a package on without chosen files, rows and cells; the signatures still hold',
  options: {
    out: { type: 'string' },
    'withhold-columns': { type: 'string', multiple: true },
    'withhold-rows': { type: 'string', multiple: true },
    keep: { type: 'string', multiple: true },
    list: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(context) {
    const { words, terminal, call, path } = context;
    const [file] = words.positionals;
    const out = words.text('out');
    if (file === undefined || words.positionals.length > 1) throw badUsage('name one package', redact.usage);
    if (words.flag('list')) return list(context, file);
    if (out === undefined) throw badUsage('--out is missing', redact.usage);
    const result = await call('package.redact', {
      file: path(file),
      path: path(out),
      sources: [...words.list('withhold-columns').map(columnsOf), ...words.list('withhold-rows').map(rowsOf)],
      keep: words.list('keep'),
    });
    if (words.flag('json')) {
      terminal.json(result);
      return 0;
    }
    terminal.out(`${result.package_id} written to ${result.file}`);
    for (const name of result.kept) terminal.out(`  in full   ${name}`);
    for (const { path: name, rows, rows_withheld, cells_withheld } of result.sources) {
      terminal.out(
        `  in part   ${name}: ${rows_withheld} of ${rows} rows withheld, and ${cells_withheld} cells of the others`,
      );
    }
    for (const name of result.withheld) terminal.out(`  withheld  ${name}`);
    return 0;
  },
};
