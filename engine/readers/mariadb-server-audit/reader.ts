import type { JsonObject } from '#engine/intake/kit.ts';
import { addressIn, mostly, plainLines, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';
import { changeRows, sqlChange, withoutSecrets } from '#engine/intake/text/sql.ts';

const OPERATIONS =
  'CONNECT|DISCONNECT|FAILED_CONNECT|CHANGEUSER|QUERY|READ|WRITE|CREATE|ALTER|RENAME|DROP|QUERY_DDL|QUERY_DML|QUERY_DCL';
/** time, server, account, from, connection, query, operation, database, object, code. */
const ENTRY = new RegExp(
  String.raw`^(\d{8}) (\d\d:\d\d:\d\d),([^,]*),([^,]*),([^,]*),(\d+),(\d+),(${OPERATIONS}),([^,]*),(.*?),(\d*)(?:,.*)?$`,
  's',
);
const START = /^\d{8} \d\d:\d\d:\d\d,/;
/** Codes by which the server says that something is not allowed. */
const DENIED = new Set(['1044', '1045', '1142', '1143', '1227', '1370', '1698']);
const LONGEST = 4000;

/** What stands in quotes, its escapes undone. */
function unquoted(text: string): string {
  const inner = /^'(.*)'$/s.exec(text)?.[1];
  if (inner === undefined) return text;
  return inner.replace(/\\(.)/gs, (_, char: string) =>
    char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '\r' : char,
  );
}

function item(raw: string): TextItem {
  const found = ENTRY.exec(raw);
  if (!found)
    return { raw: withoutSecrets(raw), fault: 'the line has not the ten fields of the audit plugin' };
  const [, day, time, system, user, from, , , operation, database, object, code] =
    found as unknown as string[];
  if (operation === 'DISCONNECT') return { aside: 'ends of connections' };
  const at = `${day!.slice(0, 4)}-${day!.slice(4, 6)}-${day!.slice(6)}T${time}`;
  const details: JsonObject = { from: from! };
  if (code !== '' && code !== '0') details['code'] = code!;
  const failed = code !== '' && code !== '0';
  const result = !failed ? 'success' : DENIED.has(code!) ? 'denied' : 'error';
  const target = unquoted(object!);
  const statement = operation!.startsWith('QUERY') ? target : null;
  if (statement !== null) {
    const change = failed ? null : sqlChange(statement);
    if (change) {
      const about = { occurred_at: at, actor: user!, system: system!, statement, details };
      return {
        raw: withoutSecrets(raw),
        rows: changeRows(change, about).map((value) => ({ of: 'change', value })),
      };
    }
    details['statement'] = withoutSecrets(statement).slice(0, LONGEST);
  }
  const login = operation === 'CONNECT' || operation === 'FAILED_CONNECT' || operation === 'CHANGEUSER';
  const value = {
    occurred_at: at,
    account: user === '' ? null : user!,
    system: system!,
    resource: [database, statement === null ? target : ''].filter((part) => part !== '').join('.') || null,
    action: login
      ? 'login'
      : statement === null
        ? operation!.toLowerCase()
        : (/^[\s(]*([a-z]+)/i.exec(statement)?.[1]?.toLowerCase() ?? 'statement'),
    result: operation === 'FAILED_CONNECT' ? 'denied' : result,
    ip: addressIn(from!),
    details,
  };
  return { raw: withoutSecrets(raw), rows: [{ of: 'use', value }] };
}

/** Log file of the server_audit plugin. */
export const text: TextReader = {
  claims: (head) => {
    const lines = plainLines(head).filter((line) => START.test(line));
    return (
      lines.length > 0 &&
      START.test(plainLines(head)[0]!) &&
      mostly(lines, new RegExp(`,\\d+,\\d+,(?:${OPERATIONS}),`), 0.5)
    );
  },
  open: () => {
    let open: string | null = null;
    const close = (): TextItem[] => {
      const raw = open;
      open = null;
      return raw === null ? [] : [item(raw)];
    };
    return {
      line: (line) => {
        if (open !== null && !START.test(line)) {
          open += `\n${line}`;
          return [];
        }
        const closed = close();
        if (line.trim() !== '') open = line;
        return closed;
      },
      end: close,
    };
  },
};
