import type { JsonObject } from '#engine/intake/kit.ts';

/** Members by name, for each kind of alias. */
export type Aliases = Record<'User' | 'Runas' | 'Host' | 'Cmnd', Map<string, readonly string[]>>;

/** One account and one command that it may run. */
export interface Rule {
  row: JsonObject;
  /** Any command as root: the whole host. */
  privileged: boolean;
}

const TAG = /^(?:NO)?(?:PASSWD|EXEC|SETENV|LOG_INPUT|LOG_OUTPUT|MAIL|FOLLOW|INTERCEPT)$/;
const OPTION =
  /^(?:ROLE|TYPE|PRIVS|LIMITPRIVS|APPARMOR_PROFILE|NOTBEFORE|NOTAFTER|TIMEOUT|CWD|CHROOT)=(?:"[^"]*"|\S+)\s*/;
const DIGEST = /^(sha(?:224|256|384|512):\S+(?:\s*,\s*sha\d+:\S+)*)\s+/;

/** Items of a comma-separated list; escaped commas and those in quotes or after `^` (a pattern) stay. */
export function splitList(text: string): string[] {
  const items: string[] = [];
  let item = '';
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]!;
    if (char === '\\' && i + 1 < text.length) {
      item += char + text[(i += 1)]!;
      continue;
    }
    if (char === '"') quoted = !quoted;
    if (!quoted && char === '(') depth += 1;
    if (!quoted && char === ')') depth -= 1;
    if (char === ',' && !quoted && depth <= 0) {
      items.push(item.trim());
      item = '';
    } else item += char;
  }
  items.push(item.trim());
  return items.filter((one) => one !== '').map((one) => one.replace(/\s+/g, ' '));
}

/** Names behind a name, aliases inside aliases followed; one that leads back to itself ends there. */
function expand(
  name: string,
  aliases: Map<string, readonly string[]>,
  seen: ReadonlySet<string> = new Set(),
): string[] {
  const members = aliases.get(name);
  if (members === undefined) return [name];
  if (seen.has(name)) return [];
  return [...new Set(members.flatMap((member) => expand(member, aliases, new Set([...seen, name]))))];
}

interface Command {
  command: string;
  negated: boolean;
  runas: string;
  tags: readonly string[];
  digest: string | null;
}

/** Run-as lists and tags hold for the commands after them, until they are stated again. */
function commandList(text: string, aliases: Aliases): Command[] | string {
  let runas = 'root';
  let tags: string[] = [];
  const commands: Command[] = [];
  for (const item of splitList(text)) {
    let rest = item;
    if (rest.startsWith('(')) {
      const close = rest.indexOf(')');
      if (close < 0) return 'a run-as list is opened and not closed';
      const [users = '', groups] = rest.slice(1, close).split(':');
      const names = splitList(users).flatMap((user) => expand(user, aliases.Runas));
      runas = `${names.join(', ')}${groups === undefined ? '' : `:${groups.trim()}`}`;
      rest = rest.slice(close + 1).trim();
    }
    for (;;) {
      const option = OPTION.exec(rest);
      const tag = /^([A-Z_]+)\s*:\s*/.exec(rest);
      if (option) rest = rest.slice(option[0].length);
      else if (tag && TAG.test(tag[1]!)) {
        const opposite = tag[1]!.startsWith('NO') ? tag[1]!.slice(2) : `NO${tag[1]!}`;
        tags = [...tags.filter((one) => one !== opposite && one !== tag[1]), tag[1]!];
        rest = rest.slice(tag[0].length);
      } else break;
    }
    const digest = DIGEST.exec(rest);
    if (digest) rest = rest.slice(digest[0].length);
    const negated = rest.startsWith('!');
    const command = rest.replace(/^[!\s]+/, '');
    if (command === '') return 'a command is missing';
    if (!/^(?:\/|ALL$|[A-Z][A-Z0-9_]*$|sudoedit\b|list\b)/.test(command))
      return `"${command.slice(0, 60)}" is neither a path nor an alias`;
    commands.push({ command, negated, runas, tags, digest: digest?.[1] ?? null });
  }
  return commands.length === 0 ? 'no command is named' : commands;
}

function isRoot(runas: string): boolean {
  return runas
    .split(':')[0]!
    .split(', ')
    .some((user) => user === 'ALL' || user === 'root' || user === '#0');
}

function rulesOf(
  users: string,
  hosts: string,
  text: string,
  aliases: Aliases,
  unasked: ReadonlySet<string>,
): Rule[] | string {
  const commands = commandList(text, aliases);
  if (typeof commands === 'string') return commands;
  const except = commands
    .filter((one) => one.negated)
    .flatMap((one) => expand(one.command, aliases.Cmnd))
    .join(', ');
  const rows: Rule[] = [];
  for (const user of splitList(users)) {
    if (user.startsWith('!')) continue;
    for (const account of expand(user, aliases.User)) {
      for (const { command, runas, tags, digest } of commands.filter((one) => !one.negated)) {
        for (const resource of expand(command, aliases.Cmnd)) {
          const others = tags.filter((tag) => !tag.endsWith('PASSWD'));
          const byDefault = unasked.has('ALL') || unasked.has(account);
          const nopasswd = tags.includes('NOPASSWD') || (byDefault && !tags.includes('PASSWD'));
          const details: JsonObject = { hosts, nopasswd };
          if (others.length > 0) details['tags'] = others.join(', ');
          if (aliases.Cmnd.has(command)) details['command_alias'] = command;
          if (digest !== null) details['digest'] = digest;
          if (except !== '') details['except'] = except;
          rows.push({
            row: {
              account_id: account.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1'),
              resource,
              permission: `run as ${runas === '' ? 'oneself' : runas}`,
              via: aliases.User.has(user) ? user : 'direct',
              details,
            },
            privileged: resource === 'ALL' && isRoot(runas),
          });
        }
      }
    }
  }
  return rows.length === 0 ? 'nobody is named' : rows;
}

const NEXT_HOSTS =
  /\s*(?<!\b(?:NO)?(?:PASSWD|EXEC|SETENV|LOG_INPUT|LOG_OUTPUT|MAIL|FOLLOW|INTERCEPT)\s*):\s*(?=!?[\w.+-]+(?:\s*,\s*!?[\w.+-]+)*\s*=)(?![^(]*\))/;

/** One user specification, or what is wrong with it. */
export function parseRule(
  statement: string,
  aliases: Aliases,
  /** People of whom no password is asked by default. */
  unasked: ReadonlySet<string>,
): Rule[] | string {
  const equals = statement.search(/(?<!\\)=/);
  if (equals < 0) return 'the rule does not say what may be run (no "=")';
  const left = statement
    .slice(0, equals)
    .trim()
    .replace(/\s*,\s*/g, ',');
  const sides = /^((?:"[^"]*"|\\.|[^\s"\\])+)\s+(\S+)$/.exec(left);
  if (!sides) return 'the rule does not name who and where in front of "="';
  const [first, ...others] = statement.slice(equals + 1).split(NEXT_HOSTS);
  const parts = [{ hosts: sides[2]!, text: first! }];
  for (const other of others) {
    const at = other.indexOf('=');
    parts.push({ hosts: other.slice(0, at), text: other.slice(at + 1) });
  }
  const rules: Rule[] = [];
  for (const part of parts) {
    const hosts = splitList(part.hosts)
      .flatMap((host) => expand(host, aliases.Host))
      .join(', ');
    const found = rulesOf(sides[1]!, hosts, part.text.trim(), aliases, unasked);
    if (typeof found === 'string') return found;
    rules.push(...found);
  }
  return rules;
}
