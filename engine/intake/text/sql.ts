import type { JsonObject } from '../kit.ts';

/** What a statement of a database log changes in who may do what. */
export interface SqlChange {
  /** access_granted, access_revoked, account_created, account_changed, account_removed, password_changed, structure_changed. */
  event_type: string;
  /** First words of the statement, upper case. */
  action: string;
  /** Accounts or roles concerned. */
  subjects: string[];
  permission: string | null;
  resource: string | null;
}

/** A statement without the passwords and hashes that people write into it, on one line. */
export function withoutSecrets(statement: string): string {
  return statement
    .replace(
      /\b(password|identified\s+(?:with\s+\S+\s+)?(?:by|as|using)(?:\s+password)?)(\s*[=(]?\s*)('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")/gi,
      '$1$2<redacted>',
    )
    .replace(/\s+/g, ' ')
    .trim();
}

/** Names without their quotes: "a", `a`@`%`, 'a'@'%'. */
export function bareName(text: string): string {
  return text
    .trim()
    .replace(/^(["'`])(.*?)\1(?=@|$)/, '$2')
    .replace(/@(["'`])(.*?)\1$/, '@$2');
}

function names(text: string): string[] {
  return text
    .replace(/\s+(?:identified|require|with|granted by|cascade|restrict|as)\b.*$/i, '')
    .split(/\s*,\s*/)
    .map(bareName)
    .filter((name) => name !== '');
}

function verbOf(words: string): string {
  return words.toUpperCase().replace(/\s+/g, ' ').trim();
}

/** null: the statement changes nothing of that kind. */
export function sqlChange(statement: string): SqlChange | null {
  const sql = statement
    .replace(/^\s*(?:\/\*.*?\*\/\s*)*/s, '')
    .replace(/;\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const granted = /^(grant|revoke) (.*?)(?: on (.*?))? (?:to|from) (.*)$/i.exec(sql);
  if (granted) {
    const [, verb, permission, resource, subjects] = granted;
    const gives = verb!.toLowerCase() === 'grant';
    return {
      event_type: gives ? 'access_granted' : 'access_revoked',
      action: verb!.toUpperCase(),
      subjects: names(subjects!),
      permission: permission!.replace(/`/g, '').trim(),
      resource: resource === undefined ? null : resource.replace(/["`]/g, '').trim(),
    };
  }
  const account =
    /^(create(?: or replace)?|alter|drop) (user|role|group|login)(?: mapping)?(?: if(?: not)? exists)? ("(?:[^"]|"")+"|`[^`]+`(?:@`[^`]+`)?|'[^']+'(?:@'[^']+')?|[^\s,;]+)/i.exec(
      sql,
    );
  if (account) {
    const [, verb, kind, name] = account;
    const made = verb!.toLowerCase();
    return {
      event_type: made.startsWith('create')
        ? 'account_created'
        : made === 'drop'
          ? 'account_removed'
          : 'account_changed',
      action: verbOf(`${made.split(' ')[0]!} ${kind!}`),
      subjects: [bareName(name!)],
      permission: null,
      resource: null,
    };
  }
  const password = /^set password(?: for ([^=\s]+))?/i.exec(sql);
  if (password)
    return {
      event_type: 'password_changed',
      action: 'SET PASSWORD',
      subjects: password[1] === undefined ? [] : [bareName(password[1])],
      permission: null,
      resource: null,
    };
  const structure =
    /^(create|alter|drop|truncate|rename|reindex|comment on)(?: or replace)?(?: temp(?:orary)?| unique| unlogged| materialized| definer\s*=\s*\S+)* (table|view|schema|database|index|sequence|function|procedure|trigger|extension|policy|tablespace|server|type|domain|event|publication|subscription)\b(?: if(?: not)? exists)? ?("?[^\s(;]*)/i.exec(
      sql,
    );
  if (!structure) return null;
  return {
    event_type: 'structure_changed',
    action: verbOf(`${structure[1]!} ${structure[2]!}`),
    subjects: [],
    permission: null,
    resource: structure[3]!.replace(/["`]/g, '') || null,
  };
}

/** Columns of `audit_events` for a change, one row for each account concerned. */
export function changeRows(
  change: SqlChange,
  about: {
    occurred_at: string;
    actor: string | null;
    system: string | null;
    statement: string;
    details?: JsonObject;
  },
): JsonObject[] {
  const subjects = change.subjects.length === 0 ? [null] : change.subjects;
  return subjects.map((subject) => ({
    occurred_at: about.occurred_at,
    event_type: change.event_type,
    user_email: subject,
    ...(about.system === null ? {} : { system: about.system }),
    resource: change.resource,
    action: change.action,
    permission: change.permission,
    actor: about.actor,
    metadata: { ...about.details, statement: withoutSecrets(about.statement).slice(0, 4000) },
  }));
}
