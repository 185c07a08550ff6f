import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';

export const trail: Command = {
  name: 'trail',
  usage: 'trail <dir> user:EMAIL|resource:NAME [--limit N] [--json]',
  summary: 'Everything recorded about one person or resource, in order of time, with its source rows',
  options: { limit: { type: 'string' }, json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [dir, subject] = words.positionals;
    if (dir === undefined || subject === undefined || words.positionals.length > 2)
      throw badUsage('name an engagement and a subject', trail.usage);
    const limit = words.text('limit') ?? '10000';
    if (!/^[1-9][0-9]{0,5}$/.test(limit))
      throw badUsage(`--limit takes a whole number, not "${limit}"`, trail.usage);
    await call('engagement.open', { dir: path(dir) });
    const found = await call('trail.of', { subject, limit: Number(limit) });
    if (words.flag('json')) {
      terminal.json(found);
      return 0;
    }
    const width = found.entries.reduce((most, { source }) => Math.max(most, source.length), 0);
    terminal.out(
      [
        `${found.subject}: ${found.total} entries${found.first_at === null ? '' : `, ${found.first_at} to ${found.last_at}`}; from ${found.sources.join(', ')}`,
        ...found.entries.map(
          ({ at, source, text, source_id, record_no }) =>
            `${at}  ${source.padEnd(width)}  ${text}  [${source_id} ${record_no}]`,
        ),
        ...(found.total > found.entries.length
          ? [`… and ${found.total - found.entries.length} more; --limit N shows them`]
          : []),
        ...(found.use.length === 0
          ? []
          : [
              `Use of systems: ${found.use.reduce((sum, { entries }) => sum + entries, 0)} entries on ${new Set(found.use.map(({ day }) => day)).size} days`,
            ]),
      ].join('\n'),
    );
    return 0;
  },
};
