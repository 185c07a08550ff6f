import type { Result } from '#shared/contract/methods.ts';
import { badUsage, choice } from '../args.ts';
import type { Command } from '../command.ts';
import { days } from '../deadline-notes.ts';

type State = Result<'signoff.state'>;

const DEADLINES = { assembly: 'file to be closed by', retention: 'file to be kept until' } as const;

function stateText({ locked, deadlines, packages, addenda }: State): string {
  return [
    locked === null
      ? 'The work is open.'
      : `Signed off at ${locked.at} by ${locked.by} with ${locked.package_id} (preparer ${locked.preparer}, reviewer ${locked.reviewer}).`,
    ...deadlines.map(
      ({ what, due, days_left, state }) => `  ${DEADLINES[what]} ${due}: ${state} (${days(days_left)})`,
    ),
    ...packages.map(
      ({ package_id, at, current }) =>
        `  package ${package_id}, built at ${at}${current ? '' : ' (the engagement has changed since)'}`,
    ),
    ...addenda.flatMap(({ seq, at, by, reason, text, files }) => [
      `  addendum ${seq}, ${at}, ${by}: ${reason}`,
      `    ${text}`,
      ...files.map(({ name, sha256 }) => `    ${name} (SHA-256 ${sha256})`),
    ]),
  ].join('\n');
}

function wholeNumber(value: string | undefined, name: string, usage: string): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,4}$/.test(value)) throw badUsage(`--${name} takes a whole number, not "${value}"`, usage);
  return Number(value);
}

/** Where the closing of the work stands, and the day of the report from which its deadlines run. */
export const signoff: Command = {
  name: 'signoff',
  usage:
    'signoff <dir> [--report-date DATE] [--preset isa-230|pcaob-as1215] [--assembly-days N] [--retention-years N] [--json]',
  summary: 'Show deadlines, packages, sign-off and addenda; set the day of the report',
  options: {
    'report-date': { type: 'string' },
    preset: { type: 'string' },
    'assembly-days': { type: 'string' },
    'retention-years': { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path }) {
    const [dir] = words.positionals;
    const { usage } = signoff;
    if (dir === undefined || words.positionals.length > 1) throw badUsage('name one engagement', usage);
    const reportDate = words.text('report-date');
    const days = wholeNumber(words.text('assembly-days'), 'assembly-days', usage);
    const years = wholeNumber(words.text('retention-years'), 'retention-years', usage);
    const preset = choice(words.text('preset'), ['isa-230', 'pcaob-as1215'], 'isa-230', 'preset', usage);
    if (reportDate === undefined && (days ?? years ?? words.text('preset')) !== undefined)
      throw badUsage('--report-date is missing', usage);
    await call('engagement.open', { dir: path(dir) });
    const state =
      reportDate === undefined
        ? await call('signoff.state', {})
        : await call('signoff.completion', {
            report_date: reportDate,
            preset,
            ...(days === undefined ? {} : { assembly_days: days }),
            ...(years === undefined ? {} : { retention_years: years }),
          });
    if (words.flag('json')) terminal.json(state);
    else terminal.out(stateText(state));
    return 0;
  },
};

export const lock: Command = {
  name: 'lock',
  usage: 'lock <dir> --package FILE.zip [--json]',
  summary: 'Sign the engagement off with its countersigned package; then only addenda are possible',
  options: { package: { type: 'string' }, json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [dir] = words.positionals;
    const file = words.text('package');
    if (dir === undefined || words.positionals.length > 1) throw badUsage('name one engagement', lock.usage);
    if (file === undefined) throw badUsage('--package is missing', lock.usage);
    await call('engagement.open', { dir: path(dir) });
    const state = await call('signoff.lock', { file: path(file) });
    if (words.flag('json')) terminal.json(state);
    else terminal.out(stateText(state));
    return 0;
  },
};

export const addendum: Command = {
  name: 'addendum',
  usage: 'addendum <dir> --reason TEXT --text TEXT [FILE…] [--json]',
  summary: 'Add to an engagement that is signed off: who, when, why, and files',
  options: { reason: { type: 'string' }, text: { type: 'string' }, json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [dir, ...files] = words.positionals;
    const reason = words.text('reason');
    const text = words.text('text');
    if (dir === undefined) throw badUsage('name one engagement', addendum.usage);
    if (!reason?.trim() || !text?.trim()) throw badUsage('--reason and --text are needed', addendum.usage);
    await call('engagement.open', { dir: path(dir) });
    const added = await call('signoff.addendum', { reason, text, files: files.map(path) });
    if (words.flag('json')) terminal.json(added);
    else terminal.out(`addendum ${added.seq} added at ${added.at} by ${added.by}`);
    return 0;
  },
};
