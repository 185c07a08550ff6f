import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';

export const why: Command = {
  name: 'why',
  usage: 'why <dir> EMAIL RESOURCE [--as-of DATE] [--json]',
  summary: 'Why somebody has access to a resource: policy clause, exception, request, group path, or nothing',
  options: { 'as-of': { type: 'string' }, json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [dir, identity, resource] = words.positionals;
    if (dir === undefined || identity === undefined || resource === undefined || words.positionals.length > 3)
      throw badUsage('name one engagement, one person and one resource', why.usage);
    await call('engagement.open', { dir: path(dir) });
    const asOf = words.text('as-of');
    const answer = await call('access.why', {
      identity,
      resource,
      ...(asOf === undefined ? {} : { as_of: asOf }),
    });
    if (words.flag('json')) {
      terminal.json(answer);
      return 0;
    }
    const { identity: person, held, grounds, summary } = answer;
    const name = person.email ?? person.identity_id;
    terminal.out(
      [
        `${name}, ${person.job_title ?? 'no job title'}, ${person.employed ? 'employed' : 'not employed'} on ${answer.as_of}`,
        ...summary,
        ...held.flatMap(({ permission, via }) => via.map((way) => `  ${permission} by way of: ${way}`)),
        ...(grounds.length === 0 ? ['No policy clause, exception, request or membership bears on it.'] : []),
        ...grounds.map(
          ({ kind, holds, summary: ground, source_rows }) =>
            `  ${holds ? '✓' : '✗'} ${kind}: ${ground} [${source_rows.map((row) => `${row.table} record ${row.record_no}`).join(', ')}]`,
        ),
      ].join('\n'),
    );
    return 0;
  },
};
