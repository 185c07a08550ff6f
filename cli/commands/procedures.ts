import type { RunView } from '#shared/contract/schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { VERDICT_MARKS } from '#shared/model/vocabulary.ts';
import { badUsage, choice, parsePeriod } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';
import { writeOutput } from '../output.ts';
import { textTable } from '../terminal.ts';

/** Mark and count, never one without the other: "0 of 12,384" is a result, "0" is not. */
export function runLine(run: RunView): [string, string] {
  if (run.status === 'completed' && run.population !== null && run.population > 0) {
    const leads = run.leads ? `, ${run.leads} leads` : '';
    const open = run.indeterminate ? `, ${run.indeterminate} undecided` : '';
    const mark = run.exceptions
      ? VERDICT_MARKS.fails
      : run.indeterminate
        ? VERDICT_MARKS.not_proven
        : VERDICT_MARKS.holds;
    const several = run.exceptions && run.exceptions !== run.failing ? `, ${run.exceptions} exceptions` : '';
    return [mark, `${run.failing ?? 0} of ${run.population}${several}${leads}${open}`];
  }
  if (run.status === 'missing_input') return [VERDICT_MARKS.missing, run.message ?? 'input missing'];
  if (run.status === 'error') return [VERDICT_MARKS.missing, `error: ${run.message ?? 'unknown'}`];
  return [VERDICT_MARKS.not_run, run.status === 'not_run' ? 'not run' : 'no data'];
}

/** `id.name=value` words as the contract takes them. */
export function overrides(
  words: readonly string[],
  usage: string,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1) throw badUsage(`--param "${word}" is not of the form id.name=value`, usage);
      return [word.slice(0, at), typed(word.slice(at + 1))];
    }),
  );
}

function typed(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

export const run: Command = {
  name: 'run',
  usage: 'run <dir> [PROCEDURE...] [--param id.name=value] [--as-of DATE] [--period A..B] [--json]',
  summary: 'Run procedures over the engagement',
  options: {
    param: { type: 'string', multiple: true },
    'as-of': { type: 'string' },
    period: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path }) {
    const [dir, ...procedures] = words.positionals;
    if (dir === undefined) throw badUsage('name the engagement', run.usage);
    await call('engagement.open', { dir: path(dir) });
    const asOf = words.text('as-of');
    const period = words.text('period');
    const result = await call('procedures.run', {
      params: overrides(words.list('param'), run.usage),
      ...(procedures.length === 0 ? {} : { procedures }),
      ...(asOf === undefined ? {} : { as_of: asOf }),
      ...(period === undefined ? {} : { period: parsePeriod(period, run.usage) }),
    });
    if (words.flag('json')) terminal.json(result);
    else {
      terminal.out(`As of ${result.as_of}`);
      terminal.out(
        textTable(
          ['', 'procedure', 'failing of population'],
          result.runs.map((item) => [runLine(item)[0], item.procedure, runLine(item)[1]]),
          120,
        ),
      );
    }
    return result.runs.some((item) => item.status === 'error') ? 2 : 0;
  },
};

/** What an empty list rests on. Only a test that ran to its end over somebody or something supports it. */
export function noFindings(last: readonly (Pick<RunView, 'status' | 'population'> | null)[]): string {
  const tested = last.filter((run) => run?.status === 'completed' && (run.population ?? 0) > 0).length;
  const of = `${tested} of ${last.length} procedure${last.length === 1 ? '' : 's'}`;
  if (last.every((run) => run === null)) return 'Nothing was run yet, so there is nothing to list.';
  return tested === 0
    ? `Nothing was tested: ${of} ran over any data. "tickmark run" says what each of them lacks.`
    : `No findings in the latest runs: ${of} ran to the end over a population above zero.`;
}

export const findings: Command = {
  name: 'findings',
  usage:
    'findings <dir> [--procedure ID] [--since last|period|FILE.zip] [--format table|json|csv|xlsx | --json] [--out FILE]',
  summary: 'List the findings of the latest runs',
  options: {
    procedure: { type: 'string' },
    since: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(context) {
    const { words, terminal, call, path } = context;
    const [dir] = words.positionals;
    if (dir === undefined || words.positionals.length > 1)
      throw badUsage('name one engagement', findings.usage);
    const format = choice(
      words.text('format'),
      ['table', 'json', 'csv', 'xlsx'],
      words.flag('json') ? 'json' : 'table',
      'format',
      findings.usage,
    );
    const out = words.text('out');
    if (format === 'xlsx' && out === undefined)
      throw badUsage('--format xlsx needs --out FILE', findings.usage);
    await call('engagement.open', { dir: path(dir) });
    const procedure = words.text('procedure');
    const since = words.text('since');
    if (since !== undefined) return changesSince(context, since, procedure, format);
    if (format === 'csv' || format === 'xlsx') {
      return writeOutput(
        context,
        `SELECT id, severity, procedure, outcome, subject_type, subject_id, reason_code, summary, disposition, note FROM current_findings()${filter(procedure)}`,
        format,
        out,
      );
    }
    const list = await call('findings.list', procedure === undefined ? {} : { procedure });
    if (format === 'json') return writeOutput(context, list, 'json', out);
    const table = textTable(
      ['severity', 'procedure', 'subject', 'reason', 'finding'],
      list.findings.map((finding) => [
        finding.severity,
        finding.procedure,
        finding.subject_id,
        finding.reason_code,
        finding.summary,
      ]),
    );
    if (list.findings.length > 0) terminal.out(table);
    else {
      const asked = (await call('procedures.list', {})).filter(
        ({ id }) => procedure === undefined || id === procedure,
      );
      terminal.out(noFindings(asked.map(({ last }) => last)));
    }
    return 0;
  },
};

async function changesSince(
  context: CommandContext,
  since: string,
  procedure: string | undefined,
  format: string,
): Promise<ExitCode> {
  const { words, terminal, call, path } = context;
  if (format !== 'table' && format !== 'json')
    throw badUsage('--since prints a table or JSON', findings.usage);
  const answer = await call(
    'findings.diff',
    since === 'last' ? {} : since === 'period' ? { since } : { package: path(since) },
  );
  const shown = answer.findings.filter(
    (finding) => procedure === undefined || finding.procedure === procedure,
  );
  if (format === 'json')
    return writeOutput(context, { ...answer, findings: shown }, 'json', words.text('out'));
  const { counts, not_compared } = answer;
  terminal.out(`${counts.new} new, ${counts.persisting} persisting, ${counts.resolved} resolved`);
  if (shown.length > 0) {
    terminal.out(
      textTable(
        ['change', 'severity', 'procedure', 'subject', 'finding'],
        shown.map((finding) => [
          finding.change,
          finding.severity,
          finding.procedure,
          finding.subject_id,
          finding.summary,
        ]),
      ),
    );
  }
  for (const one of not_compared) terminal.note(`not compared: ${one.procedure} ${one.reason}`);
  return 0;
}

function filter(procedure: string | undefined): string {
  if (procedure === undefined) return '';
  if (!/^[a-z0-9.-]+$/.test(procedure))
    throw new TickmarkError('PROCEDURE_UNKNOWN', `no procedure is called "${procedure}"`);
  return ` WHERE procedure = '${procedure}'`;
}
