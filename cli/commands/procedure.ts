import { readFile } from 'node:fs/promises';
import type { OwnDraft } from '#shared/contract/own-schemas.ts';
import type { Params, Result } from '#shared/contract/methods.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { SEVERITIES } from '#shared/model/vocabulary.ts';
import { badUsage, choice } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';
import { textTable } from '../terminal.ts';
import { runLine } from './procedures.ts';

type Verb = (context: CommandContext, words: string[]) => Promise<ExitCode>;

/** SQL as written, or read from a file that is named with `@`. */
async function statement({ path }: CommandContext, word: string): Promise<string> {
  if (!word.startsWith('@')) return word;
  const file = path(word.slice(1));
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TickmarkError('NOT_FOUND', `${file} cannot be read`, {
      hint: 'Check the spelling of the path.',
      cause,
    });
  });
}

/** `days=90:0..3650 days: how long` → a whole number from 0 to 3650, with its unit and meaning. */
function param(text: string): [string, NonNullable<OwnDraft['params']>[string]] {
  const match = /^([a-z][a-z0-9_]*)=([^:]+):(-?[\d.]+)\.\.(-?[\d.]+) ([^:]+): (.+)$/.exec(text);
  if (match) {
    const [, name, value, min, max, unit, doc] = match as unknown as string[];
    const integer = [value, min, max].every((number) => /^-?\d+$/.test(number!));
    return [
      name!,
      {
        type: integer ? 'integer' : 'decimal',
        default: Number(value),
        min: Number(min),
        max: Number(max),
        unit: unit!,
        doc: doc!,
      },
    ];
  }
  const plain = /^([a-z][a-z0-9_]*)=(.*?): (.+)$/.exec(text);
  if (!plain) {
    throw badUsage(
      '--param is "name=value:min..max unit: meaning" for a number, "name=value: meaning" for a text',
      procedure.usage,
    );
  }
  return [plain[1]!, { type: 'text', default: plain[2]!, unit: 'text', doc: plain[3]! }];
}

function rowsOf({ words }: CommandContext): OwnDraft['rows'] {
  const subject = words.text('subject');
  if (subject === undefined) return undefined;
  const [summary, key, type, outcome] = ['summary', 'key', 'subject-type', 'outcome'].map((name) =>
    words.text(name),
  );
  return {
    subject,
    ...(type === undefined ? {} : { type }),
    ...(summary === undefined ? {} : { summary }),
    ...(key === undefined ? {} : { key: key.split(',').map((name) => name.trim()) }),
    ...(outcome === undefined
      ? {}
      : { outcome: choice(outcome, ['exception', 'lead'], 'exception', 'outcome', procedure.usage) }),
  };
}

async function draftOf(context: CommandContext, [id, sql]: string[]): Promise<OwnDraft> {
  const { words } = context;
  const title = words.text('title');
  if (id === undefined || sql === undefined) throw badUsage('name an id and a statement', procedure.usage);
  if (title === undefined) throw badUsage('--title is missing: the state that is expected', procedure.usage);
  const rows = rowsOf(context);
  const population = words.text('population');
  const explanation = words.text('explanation');
  const severity = words.text('severity');
  const from = words.text('from');
  const params = words.list('param').map(param);
  const controls = words.list('control');
  return {
    id: id.startsWith('own.') ? id : `own.${id}`,
    title,
    sql: await statement(context, sql),
    ...(severity === undefined
      ? {}
      : { severity: choice(severity, SEVERITIES, 'medium', 'severity', procedure.usage) }),
    ...(rows === undefined ? {} : { rows }),
    ...(population === undefined ? {} : { population: await statement(context, population) }),
    ...(explanation === undefined ? {} : { explanation: await statement(context, explanation) }),
    ...(params.length === 0 ? {} : { params: Object.fromEntries(params) }),
    ...(controls.length === 0 ? {} : { controls }),
    ...(from === undefined ? {} : { from }),
  };
}

function printCheck({ words, terminal }: CommandContext, check: Result<'procedures.check'>): void {
  if (words.flag('json')) return terminal.json(check);
  terminal.out(
    textTable(
      ['column', 'type'],
      check.columns.map(({ name, type }) => [name, type]),
    ),
  );
  if (check.missing.length > 0) {
    const suggested = check.suggested === null ? 'COLUMN' : check.suggested;
    terminal.out(`Columns of a procedure that it does not give: ${check.missing.join(', ')}.`);
    terminal.out(`Say which column names the subject instead, for example --subject ${suggested}.`);
  }
  for (const note of check.notes) terminal.out(note);
}

const by = ({ words }: CommandContext): { by?: string } => {
  const name = words.text('by');
  return name === undefined ? {} : { by: name };
};

async function save(context: CommandContext, words: string[], edit: boolean): Promise<ExitCode> {
  const draft = await draftOf(context, words);
  if (context.words.flag('check')) {
    printCheck(context, await context.call('procedures.check', draft));
    return 0;
  }
  const params: Params<'procedures.save'> = { ...draft, ...(edit ? { edit } : {}), ...by(context) };
  const saved = await context.call('procedures.save', params);
  if (context.words.flag('json')) context.terminal.json(saved);
  else {
    context.terminal.out(`${saved.id}, version ${saved.version}`);
    for (const note of saved.notes) context.terminal.note(note);
  }
  return 0;
}

const VERBS: Readonly<Record<string, Verb>> = {
  save: (context, words) => save(context, words, false),
  edit: (context, words) => save(context, words, true),
  async list({ call, words, terminal }) {
    const { procedures } = await call('procedures.own', {});
    if (words.flag('json')) terminal.json({ procedures });
    else if (procedures.length === 0) terminal.out('The engagement has no procedure of its own.');
    else
      terminal.out(
        textTable(
          ['id', 'version', 'title', ''],
          procedures.map(({ id, versions, title, in_force }) => [
            id,
            versions.at(-1)!.version,
            title,
            in_force ? '' : 'removed',
          ]),
        ),
      );
    return 0;
  },
  async show({ call, words: options, terminal }, [id]) {
    if (id === undefined) throw badUsage('name a procedure', procedure.usage);
    const detail = await call('procedures.show', { id });
    if (options.flag('json')) terminal.json(detail);
    else {
      const { last } = detail.procedure;
      terminal.out(detail.source.trimEnd());
      if (detail.draft.population !== undefined) terminal.out(`-- population\n${detail.draft.population}`);
      for (const one of detail.versions)
        terminal.out(
          `version ${one.version}, ${one.at}, ${one.by}${one.in_force ? ', in force' : ''}  ${one.sha256}`,
        );
      if (last !== null) terminal.out(`latest run: ${runLine(last).join(' ')}`);
    }
    return 0;
  },
  async remove(context, [id]) {
    if (id === undefined) throw badUsage('name a procedure', procedure.usage);
    const removed = await context.call('procedures.remove', { id, ...by(context) });
    if (context.words.flag('json')) context.terminal.json(removed);
    else context.terminal.out(`${removed.id} is out of force; its versions and runs stay in the engagement`);
    return 0;
  },
};

/** Procedures that the auditor writes for one engagement. */
export const procedure: Command = {
  name: 'procedure',
  usage:
    'procedure <dir> save|edit ID "SQL"|@FILE --title TEXT [--severity critical|high|medium|low] [--subject COLUMN [--subject-type NAME] [--summary "… {column}"] [--key COLUMN,…] [--outcome exception|lead]] [--population "SQL"|@FILE] [--param "name=value:min..max unit: meaning"] [--control FRAMEWORK:REQUIREMENT] [--explanation TEXT|@FILE] [--from PROCEDURE] [--by NAME] [--check] | list | show ID | remove ID [--json]',
  summary: "Procedures of the auditor's own: save a SELECT as one, edit, list, show, remove",
  options: {
    ...Object.fromEntries(
      [
        'title',
        'severity',
        'subject',
        'subject-type',
        'summary',
        'key',
        'outcome',
        'population',
        'explanation',
        'from',
        'by',
      ].map((name) => [name, { type: 'string' as const }]),
    ),
    param: { type: 'string', multiple: true },
    control: { type: 'string', multiple: true },
    check: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(context) {
    const [dir, verb, ...words] = context.words.positionals;
    const work = verb === undefined ? undefined : VERBS[verb];
    if (dir === undefined || work === undefined)
      throw badUsage(`name an engagement and one of ${Object.keys(VERBS).join(', ')}`, procedure.usage);
    await context.call('engagement.open', { dir: context.path(dir) });
    return work(context, words);
  },
};
