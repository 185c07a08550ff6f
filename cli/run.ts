import type { Contract } from '#shared/contract/envelope.ts';
import type { MethodName, Params } from '#shared/contract/methods.ts';
import { TickmarkError, toEnvelope } from '#shared/model/errors.ts';
import { parseWords, userPath } from './args.ts';
import { type Command, type CommandContext, type ExitCode, valueOf } from './command.ts';
import { benford, duplicates, fuzzyJoin, gaps, profile, search } from './commands/analysis.ts';
import { anchor } from './commands/anchor.ts';
import { chainRecord } from './commands/chain-record.ts';
import { verifyChain } from './commands/chain.ts';
import { verifyCloudtrail } from './commands/cloudtrail.ts';
import { attachments } from './commands/attachments.ts';
import { controls } from './commands/controls.ts';
import { countries } from './commands/countries.ts';
import { query, report } from './commands/data.ts';
import { importCommand, init } from './commands/engagement.ts';
import { packageCommand, reperform, sign, verify } from './commands/evidence.ts';
import { finding } from './commands/finding.ts';
import { identities } from './commands/identities.ts';
import { receipts, reread } from './commands/intake.ts';
import { keys } from './commands/keys.ts';
import { map } from './commands/map.ts';
import { notices } from './commands/notices.ts';
import { outbox } from './commands/outbox.ts';
import { outliers } from './commands/outliers.ts';
import { pbc } from './commands/pbc.ts';
import { places } from './commands/places.ts';
import { procedure } from './commands/procedure.ts';
import { findings, run } from './commands/procedures.ts';
import { profiles } from './commands/profiles.ts';
import { sample } from './commands/sample.ts';
import { redact } from './commands/redact.ts';
import { serve } from './commands/serve.ts';
import { addendum, lock, signoff } from './commands/signoff.ts';
import { timestamp } from './commands/timestamp.ts';
import { why } from './commands/why.ts';
import { trail } from './commands/trail.ts';
import { deadlineNotes } from './deadline-notes.ts';
import { askPassphrase } from './passphrase.ts';
import { openTerminal, type Output, type Terminal } from './terminal.ts';

export const commands: readonly Command[] = [
  init,
  importCommand,
  receipts,
  reread,
  map,
  pbc,
  verifyChain,
  chainRecord,
  anchor,
  profiles,
  trail,
  verifyCloudtrail,
  procedure,
  run,
  findings,
  finding,
  report,
  why,
  countries,
  query,
  profile,
  duplicates,
  gaps,
  benford,
  fuzzyJoin,
  identities,
  search,
  outliers,
  sample,
  controls,
  attachments,
  outbox,
  keys,
  places,
  packageCommand,
  sign,
  timestamp,
  verify,
  redact,
  reperform,
  signoff,
  lock,
  addendum,
  notices,
  serve,
];

const GLOBAL_OPTIONS = {
  debug: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function helpText(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Tickmark: offline evidence workbench for access auditors',
    '',
    'Usage: tickmark COMMAND …',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Every command takes --help, --quiet (no progress) and --debug (stack traces).',
    'Exit codes: 0 fine · 1 the evidence does not hold · 2 the command could not be carried out.',
  ].join('\n');
}

/** Carries out one command line; never throws. */
export async function runCli(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  streams: { stdout: Output; stderr: Output } = process,
): Promise<ExitCode> {
  const terminal = openTerminal(streams.stdout, streams.stderr, argv.includes('--quiet'));
  try {
    return await dispatch(argv, env, terminal);
  } catch (error) {
    const { code, message, hint } = toEnvelope(error);
    terminal.note(`error ${code}: ${message}`);
    if (hint !== undefined) terminal.note(hint);
    if (argv.includes('--debug') && error instanceof Error) terminal.note(error.stack ?? '');
    return 2;
  }
}

async function dispatch(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help') {
    terminal.out(helpText());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    throw new TickmarkError('BAD_ARGUMENT', `there is no command "${name}"`, {
      hint: `Commands: ${commands.map((candidate) => candidate.name).join(', ')}.`,
    });
  }
  const words = parseWords(rest, { ...command.options, ...GLOBAL_OPTIONS }, command.usage);
  if (words.flag('help')) {
    terminal.out(`${command.summary}\n\nUsage: tickmark ${command.usage}`);
    return 0;
  }
  return withEngine(env, terminal, (context) => withDeadlines(command, words, context));
}

/** Carries a command out, and says at its end which deadlines of the engagement are near; `signoff` shows them by itself. */
async function withDeadlines(
  command: Command,
  words: CommandContext['words'],
  context: Omit<CommandContext, 'words'>,
): Promise<ExitCode> {
  let opened = false;
  const call: CommandContext['call'] = async (method, params) => {
    const answer = await context.call(method, params);
    opened ||= method === 'engagement.open';
    return answer;
  };
  const code = await command.run({ ...context, call, words });
  if (!opened || command === signoff) return code;
  for (const note of deadlineNotes(await context.call('signoff.state', {}))) context.terminal.note(note);
  return code;
}

/** Makes the engine when a command first asks for it, cancels its work on Ctrl-C, and closes it whatever happens. */
async function withEngine(
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
  work: (context: Omit<CommandContext, 'words'>) => Promise<ExitCode>,
): Promise<ExitCode> {
  let engine: Contract | undefined;
  const aborter = new AbortController();
  const interrupt = () => {
    aborter.abort();
    // A second Ctrl-C does not wait: what was committed stays, the rest is gone.
    process.once('SIGINT', () => process.exit(130));
  };
  process.once('SIGINT', interrupt);
  const open = async () => {
    // Loaded late: `verify` and `--help` start without the database.
    const { hostEngine } = await import('#server/host-engine.ts');
    engine ??= hostEngine(env);
    return engine;
  };
  try {
    return await work({
      terminal,
      env,
      engine: open,
      call: async <M extends MethodName>(method: M, params: Params<M>) =>
        valueOf(
          await (await open()).call(method, params, {
            signal: aborter.signal,
            onProgress: terminal.progress,
          }),
        ),
      path: (path) => userPath(path, env),
      passphrase: (question) => {
        terminal.settle();
        return askPassphrase(question, env);
      },
    });
  } finally {
    process.removeListener('SIGINT', interrupt);
    terminal.settle();
    await engine?.close();
  }
}
