import { badUsage } from '../args.ts';
import type { Command, CommandContext, ExitCode } from '../command.ts';
import { textTable } from '../terminal.ts';

type Verb = (context: CommandContext, rest: readonly string[]) => Promise<ExitCode>;

function need(value: string | undefined, what: string): string {
  if (value === undefined) throw badUsage(`name ${what}`, attachments.usage);
  return value;
}

const VERBS: Readonly<Record<string, Verb>> = {
  async list(context) {
    return print(context, (await context.call('attachments.list', {})).attachments);
  },
  async add(context, files) {
    need(files[0], 'the files');
    return print(
      context,
      (await context.call('attachments.add', { files: files.map(context.path) })).attachments,
    );
  },
  /** A file that does not hold is evidence that does not hold. */
  async verify(context, [sha256]) {
    const { attachments: report } = await context.call(
      'attachments.verify',
      sha256 === undefined ? {} : { sha256 },
    );
    print(context, report);
    return report.every(({ state }) => state === 'holds') ? 0 : 1;
  },
  async save(context, [sha256]) {
    const path = context.path(need(context.words.text('out'), 'the file with --out'));
    const { file } = await context.call('attachments.save', { sha256: need(sha256, 'the SHA-256'), path });
    context.terminal.note(`written to ${file}`);
    return 0;
  },
};

function print(
  { words, terminal }: CommandContext,
  files: readonly { sha256: string; name: string; size: number; by: string; at: string; state?: string }[],
): ExitCode {
  if (words.flag('json')) {
    terminal.json({ attachments: files });
    return 0;
  }
  const rows = files.map(({ sha256, name, size, by, at, state }) => [
    name,
    sha256,
    String(size),
    by,
    at,
    ...(state === undefined ? [] : [state]),
  ]);
  const columns = ['file', 'sha256', 'bytes', 'by', 'at'];
  terminal.out(
    textTable(rows.some((row) => row.length > columns.length) ? [...columns, 'state'] : columns, rows),
  );
  return 0;
}

/** Files that back the auditor's own work. */
export const attachments: Command = {
  name: 'attachments',
  usage: 'attachments <dir> list | add FILE... | verify [SHA256] | save SHA256 --out FILE [--json]',
  summary: "Files of the auditor's own work, known by their digest: list, add, verify, copy out",
  options: { out: { type: 'string' }, json: { type: 'boolean' } },
  async run(context) {
    const [dir, verb, ...rest] = context.words.positionals;
    const work = verb === undefined ? undefined : VERBS[verb];
    if (dir === undefined || work === undefined)
      throw badUsage(`name an engagement and one of ${Object.keys(VERBS).join(', ')}`, attachments.usage);
    await context.call('engagement.open', { dir: context.path(dir) });
    return work(context, rest);
  },
};
