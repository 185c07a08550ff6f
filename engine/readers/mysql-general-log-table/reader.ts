import { asText, isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { changeRows, sqlChange, withoutSecrets } from '#engine/intake/text/sql.ts';

const LONGEST = 4000;
const QUIET =
  /^(?:Quit|Statistics|Ping|Field List|Close stmt|Reset stmt|Init DB|Set option|Sleep|Daemon|Prepare)$/;

function lines(record: number, row: JsonObject): Extracted[] {
  const [at, command, argument] = [
    asText(row['event_time']),
    asText(row['command_type']),
    asText(row['argument']) ?? '',
  ];
  if (command === null || QUIET.test(command)) return [];
  const found = /^(?:([^[]*)\[([^\]]*)\])\s*@\s*(\S*)\s*\[([^\]]*)\]\s*$/.exec(
    asText(row['user_host']) ?? '',
  );
  if (!found)
    return [
      {
        record,
        fault: 'user_host is not written as user[user] @ host [address]',
        raw: { event_time: at, user_host: row['user_host'] ?? null },
      },
    ];
  const [, first, second, host, address] = found as unknown as string[];
  const account = `${first!.trim() === '' ? second! : first!.trim()}@${(host ?? '') === '' ? address! : host!}`;
  const use = (value: JsonObject): Extracted => ({
    record,
    of: 'use',
    value: { occurred_at: at, account, ip: address === '' ? null : address!, ...value },
  });
  if (command === 'Connect') {
    const denied = argument.startsWith('Access denied');
    return [
      use({
        action: 'login',
        result: denied ? 'denied' : 'success',
        details: denied ? { message: argument } : null,
      }),
    ];
  }
  const change = sqlChange(argument);
  if (!change)
    return [
      use({
        action: /^[\s(]*([a-z]+)/i.exec(argument)?.[1]?.toLowerCase() ?? 'statement',
        details: { statement: withoutSecrets(argument).slice(0, LONGEST) },
      }),
    ];
  // The system stays unset here: it follows from a column or from the name of the file.
  return changeRows(change, { occurred_at: at ?? '', actor: account, system: null, statement: argument }).map(
    (value): Extracted => ({ record, of: 'change', value }),
  );
}

/** A line of the table becomes a use, or a change for each account concerned. */
export const extract: Extract = (records) =>
  records.flatMap((row, i) => (isObject(row) ? lines(i + 1, row) : []));
