import type { JsonObject } from '#engine/intake/kit.ts';
import { addressIn, hostFromName, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';
import { changeRows, sqlChange, withoutSecrets } from '#engine/intake/text/sql.ts';

const HEADING = /^Time\s+Id Command\s+Argument/;
const BANNER = /^(?:\S+, Version: .*started with:|Tcp port: \d+ .*)$/;
const ENTRY =
  /^(?:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))|(\d{6}) +(\d{1,2}:\d\d:\d\d)|)\t+\s*(\d+) ([A-Z][A-Za-z]+(?: [A-Za-z]+)?)\t?(.*)$/s;
const QUIET =
  /^(?:Quit|Statistics|Ping|Field List|Close stmt|Reset stmt|Set option|Sleep|Daemon|Binlog Dump.*|Register Slave|Debug|Prepare|Refresh|Processlist)$/;
const LONGEST = 4000;

interface Session {
  account: string | null;
  database: string | null;
  ip: string | null;
}

function verb(statement: string): string {
  return /^[\s(]*([a-z]+)/i.exec(statement)?.[1]?.toLowerCase() ?? 'statement';
}

function hostOf(account: string): string | null {
  return addressIn(account.slice(account.lastIndexOf('@') + 1));
}

/** Keeps what connections are known and the last time stated. */
class Log {
  readonly #system: string;
  readonly #sessions = new Map<string, Session>();
  #at: string | null = null;

  constructor(system: string) {
    this.#system = system;
  }

  item(raw: string): TextItem {
    const found = ENTRY.exec(raw);
    if (!found) return { raw: withoutSecrets(raw), fault: 'the line is no entry of the general log' };
    const [, iso, day, time, id, command, argument] = found as unknown as [string, ...(string | undefined)[]];
    if (iso !== undefined) this.#at = iso;
    // 241124 is 2024-11-24: the form was given up long before 2070.
    if (day !== undefined)
      this.#at = `20${day.slice(0, 2)}-${day.slice(2, 4)}-${day.slice(4)}T${time!.padStart(8, '0')}`;
    if (this.#at === null) return { raw: withoutSecrets(raw), fault: 'no line before it states a time' };
    if (QUIET.test(command!)) return { aside: 'ends of connections and the like' };
    return this.#event(raw, this.#at, id!, command!, argument!);
  }

  #event(raw: string, at: string, id: string, command: string, argument: string): TextItem {
    const session = this.#sessions.get(id) ?? { account: null, database: null, ip: null };
    const use = (of: Session, row: JsonObject): TextItem => {
      const value = {
        occurred_at: at,
        account: of.account,
        system: this.#system,
        resource: of.database,
        ip: of.ip,
        ...row,
      };
      return { raw: withoutSecrets(raw), rows: [{ of: 'use', value }] };
    };
    if (command === 'Connect' || command === 'Change user') {
      const denied = /^Access denied for user '([^']*)'@'([^']*)'/.exec(argument);
      if (denied) {
        const account = `${denied[1]}@${denied[2]}`;
        const details = { message: argument };
        return use(
          { account, database: null, ip: hostOf(account) },
          { action: 'login', result: 'denied', details },
        );
      }
      const made = /^(\S*@\S+)(?: as \S+)?(?: on (\S*))?/.exec(argument);
      if (!made) return { raw, fault: 'the connection names no account' };
      const opened = { account: made[1]!, database: made[2] || null, ip: hostOf(made[1]!) };
      this.#sessions.set(id, opened);
      return use(opened, { action: 'login', result: 'success' });
    }
    if (command === 'Init DB') {
      this.#sessions.set(id, { ...session, database: argument.trim() });
      return { aside: 'ends of connections and the like' };
    }
    const change = sqlChange(argument);
    if (change) {
      const about = { occurred_at: at, actor: session.account, system: this.#system, statement: argument };
      return {
        raw: withoutSecrets(raw),
        rows: changeRows(change, about).map((value) => ({ of: 'change', value })),
      };
    }
    return use(session, {
      action: verb(argument),
      details: { statement: withoutSecrets(argument).slice(0, LONGEST) },
    });
  }
}

/** The general query log in its file form. */
export const text: TextReader = {
  claims: ({ lines }) =>
    lines.slice(0, 20).some((line) => HEADING.test(line)) ||
    (lines.length > 1 &&
      lines
        .slice(0, 5)
        .every((line) =>
          /^\d{4}-\d\d-\d\dT[\d:.]+\S*\t\s*\d+ (?:Connect|Query|Quit|Init DB|Prepare|Execute)\b/.test(line),
        )),
  open: ({ name }) => {
    const log = new Log(hostFromName(name, ['mysql', 'mariadb', 'general', 'query', 'log'], 'mysql'));
    let open: string | null = null;
    const close = (): TextItem[] => {
      const raw = open;
      open = null;
      return raw === null ? [] : [log.item(raw)];
    };
    return {
      line: (line) => {
        if (HEADING.test(line) || BANNER.test(line)) return [...close(), { aside: 'headings' }];
        if (ENTRY.test(line) || open === null) {
          const closed = close();
          if (line.trim() !== '') open = line;
          return closed;
        }
        open += `\n${line}`;
        return [];
      },
      end: close,
    };
  },
};
