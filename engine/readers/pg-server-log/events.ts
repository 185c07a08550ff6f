import type { JsonObject } from '#engine/intake/kit.ts';
import { csvFields } from '#engine/intake/text/csv-line.ts';
import type { TextItem } from '#engine/intake/text/kit.ts';
import { changeRows, sqlChange, withoutSecrets } from '#engine/intake/text/sql.ts';

/** A line of the server's log, whichever form it came in. */
export interface LogLine {
  raw: string;
  at: string;
  user: string | null;
  database: string | null;
  ip: string | null;
  tag: string | null;
  severity: string;
  state: string;
  message: string;
  statement: string | null;
}

const LOGGED = /^(?:duration: [\d.]+ ms\s+)?(?:statement|execute [^:]*|parse [^:]*|bind [^:]*): (.*)$/s;
const REFUSED =
  /authentication failed|no pg_hba\.conf entry|role "[^"]*" does not exist|is not permitted to log in|too many connections/;
const LONGEST = 4000;

function verb(statement: string): string {
  return /^[\s(]*([a-z]+)/i.exec(statement)?.[1]?.toLowerCase() ?? 'statement';
}

function use(line: LogLine, system: string, row: JsonObject): TextItem {
  const value = {
    occurred_at: line.at,
    account: line.user,
    system,
    resource: line.database,
    ip: line.ip,
    ...row,
  };
  return { raw: line.raw, rows: [{ of: 'use', value }] };
}

function change(line: LogLine, system: string, statement: string, details: JsonObject): TextItem | null {
  const found = sqlChange(statement);
  if (!found) return null;
  const about = {
    occurred_at: line.at,
    actor: line.user,
    system,
    statement,
    details: line.database === null ? details : { database: line.database, ...details },
  };
  return { raw: line.raw, rows: changeRows(found, about).map((value) => ({ of: 'change', value })) };
}

/** AUDIT: type, statement id, substatement id, class, command, object type, object name, statement, parameters [, rows]. */
function audited(line: LogLine, system: string): TextItem {
  const fields = csvFields(line.message.slice('AUDIT: '.length));
  if (fields === null || fields.length < 8)
    return { raw: line.raw, fault: 'the entry of pgaudit has not its eight fields' };
  const [kind, , , group, command, , object, statement] = fields as [string, ...string[]];
  const changed =
    group === 'READ' || group === 'WRITE' ? null : change(line, system, statement!, { audit: kind });
  if (changed) return changed;
  const resource = [line.database, object].filter((part) => part).join('.') || null;
  const details = { audit: kind, command: command!, statement: withoutSecrets(statement!).slice(0, LONGEST) };
  return use(line, system, { resource, action: group!.toLowerCase(), result: 'success', details });
}

export function eventItem(line: LogLine, system: string): TextItem {
  const { message } = line;
  if (message.startsWith('AUDIT: ')) return audited(line, system);
  if (message.startsWith('connection authorized')) {
    const user = /\buser=(\S+)/.exec(message)?.[1] ?? line.user;
    const database = /\bdatabase=(\S+)/.exec(message)?.[1] ?? line.database;
    return use({ ...line, user, database }, system, { action: 'login', result: 'success' });
  }
  const failed = line.severity === 'ERROR' || line.severity === 'FATAL' || line.severity === 'PANIC';
  const told: JsonObject = { message: withoutSecrets(message).slice(0, LONGEST) };
  if (line.statement !== null) told['statement'] = withoutSecrets(line.statement).slice(0, LONGEST);
  if (failed && (line.state.startsWith('28') || REFUSED.test(message))) {
    const named = /(?:user|role) "([^"]*)"/.exec(message)?.[1] ?? line.user;
    return use({ ...line, user: named }, system, { action: 'login', result: 'denied', details: told });
  }
  if (failed && line.user !== null) {
    const denied = line.state === '42501' || /^permission denied|^must be (?:owner|superuser)/.test(message);
    const action = (line.tag ?? (line.statement === null ? 'statement' : verb(line.statement))).toLowerCase();
    return use(line, system, { action, result: denied ? 'denied' : 'error', details: told });
  }
  const statement = LOGGED.exec(message)?.[1];
  if (statement !== undefined) {
    const changed = change(line, system, statement, {});
    const details = { statement: withoutSecrets(statement).slice(0, LONGEST) };
    return changed ?? use(line, system, { action: verb(statement), result: 'success', details });
  }
  return { aside: 'what the server says of itself' };
}
