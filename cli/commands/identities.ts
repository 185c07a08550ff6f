import { badUsage, choice } from '../args.ts';
import type { Command } from '../command.ts';
import { textTable } from '../terminal.ts';

export const identities: Command = {
  name: 'identities',
  usage:
    'identities <dir> [--threshold 0.9] [--limit N] [--format table|json | --json] | <dir> confirm|refuse SYSTEM ACCOUNT PERSON [--note TEXT]',
  summary: 'Who the accounts without a person may belong to; confirm or refuse it',
  options: {
    threshold: { type: 'string' },
    limit: { type: 'string' },
    note: { type: 'string' },
    format: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path }) {
    const { usage } = identities;
    const [dir, verb, system, account, person, ...more] = words.positionals;
    if (dir === undefined || more.length > 0) throw badUsage('name one engagement', usage);
    if (verb !== undefined) {
      const decision = choice(verb, ['confirm', 'refuse'], 'confirm', 'verb', usage);
      if (system === undefined || account === undefined || person === undefined)
        throw badUsage('name the system, the account and the person', usage);
      const note = words.text('note');
      await call('engagement.open', { dir: path(dir) });
      const { resolved } = await call('identities.decide', {
        system,
        account_id: account,
        identity_id: person,
        decision: decision === 'confirm' ? 'same' : 'different',
        ...(note === undefined ? {} : { note }),
      });
      if (words.flag('json')) terminal.json({ resolved });
      else
        terminal.out(
          `Kept: ${system}:${account} is ${decision === 'confirm' ? '' : 'not '}${person}; ${resolved} rows follow`,
        );
      return 0;
    }
    const format = choice(
      words.text('format'),
      ['table', 'json'],
      words.flag('json') ? 'json' : 'table',
      'format',
      usage,
    );
    const threshold = words.text('threshold');
    const limit = words.text('limit');
    if (threshold !== undefined && !/^(?:0?\.\d+|1(?:\.0+)?)$/.test(threshold))
      throw badUsage(`--threshold takes a number from 0.5 to 1, not "${threshold}"`, usage);
    if (limit !== undefined && !/^\d{1,5}$/.test(limit))
      throw badUsage(`--limit takes a whole number, not "${limit}"`, usage);
    await call('engagement.open', { dir: path(dir) });
    const asked = await call('identities.candidates', {
      ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
      ...(limit === undefined ? {} : { limit: Number(limit) }),
    });
    if (format === 'json') {
      terminal.json(asked);
      return 0;
    }
    terminal.out(
      textTable(
        ['score', 'system', 'account', 'person', 'name', 'why'],
        asked.candidates.map((one) => [
          one.score.toFixed(3),
          one.system,
          one.account_id,
          one.identity_id,
          one.display_name ?? '',
          one.reasons[0] ?? '',
        ]),
      ),
    );
    for (const one of asked.lookalikes)
      terminal.note(
        `Lookalike: ${one.email} (${one.system ?? ''}:${one.account_id}) is drawn like ${one.resembles}`,
      );
    for (const one of asked.shared_emails)
      terminal.note(
        `Shared address: ${one.email} is stated for ${one.identity_ids.join(', ')}; it resolves nobody`,
      );
    terminal.note(
      `${asked.unresolved} accounts of people lead to nobody; ${asked.total} candidates, ${asked.decisions.length} decided`,
    );
    return 0;
  },
};
