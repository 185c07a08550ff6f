import type { FindingEntry } from '#shared/contract/conclusion-schemas.ts';
import type { Result } from '#shared/contract/methods.ts';
import { CONCLUSIONS, DEFICIENCY_CLASSES, DISPOSITIONS } from '#shared/model/vocabulary.ts';
import { badUsage, choice } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';

type Verb = (context: CommandContext, ids: string[]) => Promise<ExitCode>;

/** The option where it is given, under the member that it becomes. */
function given({ words }: CommandContext, option: string, member = option): Record<string, string> {
  const value = words.text(option);
  return value === undefined ? {} : { [member]: value };
}

function required({ words }: CommandContext, option: string): string {
  const value = words.text(option);
  if (value === undefined) throw badUsage(`--${option} is missing`, finding.usage);
  return value;
}

function done({ words, terminal }: CommandContext, result: { changed: number }): ExitCode {
  if (words.flag('json')) terminal.json(result);
  else terminal.out(`${result.changed} finding${result.changed === 1 ? '' : 's'} changed`);
  return 0;
}

function single(ids: readonly string[]): string {
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) throw badUsage('name one finding', finding.usage);
  return id;
}

function entryLine({ kind, content, by, at }: FindingEntry): string {
  const facts = Object.entries(content)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${String(value)}`);
  return `${at}  ${by}  ${kind}  ${facts.join(', ')}`;
}

function detailLines({ finding: shown, note, text, work }: Result<'findings.detail'>): string[] {
  const { conclusion = null, response = null, notes = [] } = work ?? {};
  return [
    `${shown.id} (${shown.severity}, ${shown.procedure})`,
    `  condition: ${text.condition}`,
    `  criteria: ${text.criteria}`,
    `  effect: ${text.effect}`,
    `  recommendation: ${text.recommendation}`,
    `  client's disposition: ${shown.disposition.replaceAll('_', ' ')}${note === null ? '' : ` (${note})`}`,
    conclusion === null
      ? '  conclusion: none yet'
      : `  conclusion: ${[conclusion.conclusion, conclusion.deficiency, conclusion.reason]
          .filter((part) => part !== null)
          .join(', ')
          .replaceAll('_', ' ')} (${conclusion.by}, ${conclusion.at})`,
    response === null
      ? '  response: none yet'
      : `  response: ${response.text} (owner ${response.owner ?? 'not named'}, due ${response.due ?? 'not stated'}; ${response.by})`,
    ...notes.map((item) => `  ${item.tick_mark ?? '·'} ${item.text ?? ''} (${item.by}, ${item.at})`),
  ];
}

const VERBS: Readonly<Record<string, Verb>> = {
  async show(context, ids) {
    const detail = await context.call('findings.detail', { finding_id: single(ids) });
    if (context.words.flag('json')) context.terminal.json(detail);
    else context.terminal.out(detailLines(detail).join('\n'));
    return 0;
  },
  async history(context, ids) {
    const history = await context.call('findings.history', { finding_id: single(ids) });
    if (context.words.flag('json')) context.terminal.json(history);
    else context.terminal.out(history.entries.map(entryLine).join('\n'));
    return 0;
  },
  dispose: async (context, finding_ids) =>
    done(
      context,
      await context.call('findings.dispose', {
        finding_ids,
        disposition: choice(required(context, 'as'), DISPOSITIONS, 'open', 'as', finding.usage),
        ...given(context, 'note'),
        ...given(context, 'by'),
      }),
    ),
  undo: async (context, finding_ids) =>
    done(context, await context.call('findings.undo', { finding_ids, ...given(context, 'by') })),
  async conclude(context, finding_ids) {
    const deficiency = context.words.text('deficiency');
    const result = await context.call('findings.conclude', {
      finding_ids,
      conclusion: choice(required(context, 'as'), CONCLUSIONS, 'deviation', 'as', finding.usage),
      ...(deficiency === undefined
        ? {}
        : { deficiency: choice(deficiency, DEFICIENCY_CLASSES, 'deficiency', 'deficiency', finding.usage) }),
      ...given(context, 'reason'),
      ...given(context, 'by'),
    });
    return done(context, result);
  },
  respond: async (context, finding_ids) =>
    done(
      context,
      await context.call('findings.respond', {
        finding_ids,
        response: required(context, 'response'),
        ...given(context, 'owner'),
        ...given(context, 'due'),
        ...given(context, 'by'),
      }),
    ),
  note: async (context, finding_ids) =>
    done(
      context,
      await context.call('findings.note', {
        finding_ids,
        ...given(context, 'note'),
        ...given(context, 'tick-mark', 'tick_mark'),
        ...given(context, 'by'),
      }),
    ),
};

/** What people make of findings: the client's decision and answer, the auditor's conclusion, notes and tick marks. */
export const finding: Command = {
  name: 'finding',
  usage:
    'finding <dir> show ID | history ID | dispose ID... --as DISPOSITION [--note TEXT] | undo ID... | conclude ID... --as deviation|no_deviation [--deficiency deficiency|significant_deficiency|material_weakness] [--reason TEXT] | respond ID... --response TEXT [--owner NAME] [--due DATE] | note ID... [--note TEXT] [--tick-mark MARK] [--by NAME] [--json]',
  summary: "Show a finding; record decisions, conclusions, management's response, notes",
  options: {
    ...Object.fromEntries(
      ['as', 'note', 'deficiency', 'reason', 'response', 'owner', 'due', 'tick-mark', 'by'].map((name) => [
        name,
        { type: 'string' as const },
      ]),
    ),
    json: { type: 'boolean' },
  },
  async run(context) {
    const [dir, verb, ...ids] = context.words.positionals;
    const work = verb === undefined ? undefined : VERBS[verb];
    if (dir === undefined || work === undefined)
      throw badUsage(`name an engagement and one of ${Object.keys(VERBS).join(', ')}`, finding.usage);
    if (ids.length === 0) throw badUsage('name the findings', finding.usage);
    await context.call('engagement.open', { dir: context.path(dir) });
    return work(context, ids);
  },
};
