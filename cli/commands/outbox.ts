import type { Result } from '#shared/contract/methods.ts';
import { badUsage } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';
import { textTable } from '../terminal.ts';

type Verb = (context: CommandContext) => Promise<ExitCode>;

/** `json` as it is, or its lines of text. */
function print({ words, terminal }: CommandContext, value: unknown, lines: readonly string[]): ExitCode {
  if (words.flag('json')) terminal.json(value);
  else terminal.out(lines.join('\n'));
  return 0;
}

function need({ words }: CommandContext, name: string, what: string): string {
  const value = words.text(name);
  if (value === undefined) throw badUsage(`say ${what} with --${name}`, outbox.usage);
  return value;
}

function days({ words }: CommandContext): { days?: number } {
  const value = words.text('days');
  if (value === undefined) return {};
  if (!/^\d{1,3}$/.test(value)) throw badUsage(`--days takes a number of days, not "${value}"`, outbox.usage);
  return { days: Number(value) };
}

/** `Internal Audit <audit@client.com>` or `audit@client.com`. */
function sender(context: CommandContext): { name: string; address: string } {
  const text = need(context, 'from', 'who writes');
  const match = /^(.*?)\s*<([^<>]*)>\s*$/.exec(text);
  return match
    ? { name: match[1]!.replace(/^"(.*)"$/, '$1'), address: match[2]!.trim() }
    : { name: '', address: text.trim() };
}

function only<T>(name: string, value: T | undefined): Record<string, T> {
  return value === undefined ? {} : { [name]: value };
}

function place(context: CommandContext): { path: string; form: 'folder' | 'zip' } {
  const out = need(context, 'out', 'where the files go');
  return { path: context.path(out), form: /\.zip$/i.test(out) ? 'zip' : 'folder' };
}

const asOf = ({ words }: CommandContext) => only('as_of', words.text('as-of'));

function reviewLines(sent: Result<'outbox.review'>): string[] {
  return [
    textTable(
      ['reviewer', 'rows', 'workbook', 'draft'],
      sent.workbooks.map(({ reviewer, rows, file, draft }) => [
        reviewer,
        String(rows),
        file,
        draft ?? 'none: no address',
      ]),
    ),
    `${sent.request_id}: ${sent.workbooks.length} workbooks, due ${sent.due_on}, in ${sent.path}. Nothing was sent.`,
    ...sent.campaigns.map(
      ({ campaign_id, made, items }) =>
        `${campaign_id}: ${items} items${made ? ', a new review of the snapshot' : ''}`,
    ),
    ...sent.unassigned.map(({ rows, means }) => `${rows} items were put before nobody: ${means}`),
    ...(sent.tested
      ? []
      : ['No procedure was run: recommendations rest on the comparison with policy alone.']),
  ];
}

function statusLines({ as_of, workbooks, follow_ups, actions, counts }: Result<'outbox.status'>): string[] {
  return [
    textTable(
      ['reviewer', 'request', 'due', 'rows', 'approve', 'revoke', 'modify', 'unsure', 'open', 'came back'],
      workbooks.map(({ reviewer, request_id, due_on, overdue, rows, counts: of, returned }) => [
        reviewer,
        request_id,
        overdue ? `${due_on} overdue` : due_on,
        String(rows),
        ...[of.approve, of.revoke, of.modify, of.unsure, of.open].map(String),
        returned === null ? 'no' : `${returned.file}: ${returned.loaded} of ${returned.read} accepted`,
      ]),
    ),
    ...(follow_ups.length === 0
      ? []
      : [
          textTable(
            ['about', 'system', 'question', 'answer', 'calls for', 'followed'],
            follow_ups.map(({ holder, system, question, answer, calls_for, followed }) => [
              holder,
              system,
              question,
              answer,
              calls_for.replaceAll('_', ' '),
              followed === null ? 'see to it' : followed ? 'yes' : 'no',
            ]),
          ),
        ]),
    ...planLines(actions),
    `As of ${as_of}: ${workbooks.length} workbooks, ${counts.open} actions open, ${counts.overdue} overdue, ${counts.closed} closed by a later snapshot, ${counts.cannot_tell} cannot be told`,
  ];
}

function planLines(actions: Result<'outbox.plan'>['actions']): string[] {
  if (actions.length === 0) return [];
  return [
    textTable(
      ['action', 'what', 'of', 'on', 'owner', 'due', 'state', 'shown by'],
      actions.map((item) => [
        item.action_id,
        item.action,
        item.holder ?? item.account_id ?? '',
        [item.system, item.resource, item.permission].filter(Boolean).join(' '),
        item.owner ?? '',
        item.due_on,
        item.state === 'closed' && item.closed_on !== null
          ? `closed ${item.closed_on}`
          : item.state.replaceAll('_', ' '),
        item.shown_by,
      ]),
    ),
  ];
}

const VERBS: Readonly<Record<string, Verb>> = {
  async review(context) {
    const { words } = context;
    const sent = await context.call('outbox.review', {
      ...place(context),
      ...only('campaign', words.text('campaign')),
      ...asOf(context),
      ...only('on', words.text('on')),
      ...days(context),
      from: sender(context),
      ...only('contact', words.text('contact')),
    });
    return print(context, sent, reviewLines(sent));
  },
  async reminders(context) {
    const { words } = context;
    const sent = await context.call('outbox.reminders', {
      ...place(context),
      ...only('request_id', words.text('request')),
      ...asOf(context),
      ...only('on', words.text('on')),
      from: sender(context),
      ...only('contact', words.text('contact')),
    });
    return print(context, sent, [
      textTable(
        ['reviewer', 'open', 'unsure', 'rows', 'due', 'draft'],
        sent.reminders.map(({ reviewer, open, unsure, rows, due_on, draft }) => [
          reviewer,
          String(open),
          String(unsure),
          String(rows),
          due_on,
          draft ?? 'none: no address',
        ]),
      ),
      `${sent.reminders.length} reminders in ${sent.path}. Nothing was sent.`,
    ]);
  },
  async plan(context) {
    const sent = await context.call('outbox.plan', {
      ...place(context),
      ...asOf(context),
      ...days(context),
      decided_only: context.words.flag('decided-only'),
    });
    return print(context, sent, [
      ...planLines(sent.actions),
      sent.plan_id === null
        ? 'Nothing new to plan.'
        : `${sent.plan_id}: ${sent.added} new actions, due ${sent.due_on}`,
      ...sent.left_out.map(
        ({ reason, findings }) => `${findings} findings are no part of it: ${reason.replaceAll('_', ' ')}`,
      ),
      `Written to ${sent.path}`,
    ]);
  },
  async status(context) {
    const status = await context.call('outbox.status', asOf(context));
    return print(context, status, statusLines(status));
  },
};

/** What internal audit sends out and gets back. */
export const outbox: Command = {
  name: 'outbox',
  usage:
    'outbox <dir> review --out DIR|FILE.zip --from ADDRESS [--campaign ID] [--on DATE] [--days N] [--contact TEXT] [--as-of DATE] | reminders --out DIR|FILE.zip --from ADDRESS [--request ID] [--on DATE] [--contact TEXT] [--as-of DATE] | plan --out DIR|FILE.zip [--days N] [--decided-only] [--as-of DATE] | status [--as-of DATE] [--json]',
  summary: 'Review workbooks, letters and a remediation plan for internal audit; what came back is imported',
  options: {
    out: { type: 'string' },
    from: { type: 'string' },
    campaign: { type: 'string' },
    request: { type: 'string' },
    on: { type: 'string' },
    days: { type: 'string' },
    contact: { type: 'string' },
    'as-of': { type: 'string' },
    'decided-only': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(context) {
    const [dir, verb, ...rest] = context.words.positionals;
    const work = verb === undefined ? undefined : VERBS[verb];
    if (dir === undefined || work === undefined || rest.length > 0)
      throw badUsage(`name an engagement and one of ${Object.keys(VERBS).join(', ')}`, outbox.usage);
    await context.call('engagement.open', { dir: context.path(dir) });
    return work(context);
  },
};
