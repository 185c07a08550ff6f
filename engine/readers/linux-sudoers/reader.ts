import { hostFromName, statedHost, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';
import { parseRule, splitList, type Aliases, type Rule } from './rules.ts';

const ALIAS = /^\s*(User|Runas|Host|Cmnd|Cmd)_Alias\s+(.*)$/;
const INCLUDE = /^\s*[#@]include(?:dir)?\s+(.*)$/;
const DEFAULTS = /^\s*Defaults(?:[\s:@>!]|$)/;
/** Who, where = what: what begins with a run-as list, a tag, a path, an alias or ALL. */
const RULE =
  /^\s*[^\s=,]+(?:\s*,\s*[^\s=,]+)*\s+!?[^\s=,]+(?:\s*,\s*!?[^\s=,]+)*\s*=\s*(?:\(|!|\/|[A-Z]+\b|sudoedit\b|sha\d)/;

/** Statements of a text: comments gone, continued lines joined. */
function statements(lines: readonly string[]): { text: string; comments: number }[] {
  const found: { text: string; comments: number }[] = [];
  let open = '';
  let comments = 0;
  for (const line of lines) {
    const comment = /^\s*#(?!include)(?!\d+\s+\S+\s*=)/.test(line) && open === '';
    if (comment) {
      comments += 1;
      continue;
    }
    const bare = line.replace(/(^|\s)#(?!include|\d).*$/, '$1');
    if (bare.trimEnd().endsWith('\\')) {
      open += `${bare.trimEnd().slice(0, -1)} `;
      continue;
    }
    const text = (open + bare).trim();
    open = '';
    if (text !== '') found.push({ text, comments });
    if (text !== '') comments = 0;
  }
  if (open.trim() !== '') found.push({ text: open.trim(), comments });
  else if (comments > 0) found.push({ text: '', comments });
  return found;
}

function known(text: string): boolean {
  return ALIAS.test(text) || INCLUDE.test(text) || DEFAULTS.test(text) || RULE.test(text);
}

function collectAliases(found: readonly { text: string }[]): Aliases {
  const aliases: Aliases = { User: new Map(), Runas: new Map(), Host: new Map(), Cmnd: new Map() };
  for (const { text } of found) {
    const alias = ALIAS.exec(text);
    if (!alias) continue;
    const kind = alias[1] === 'Cmd' ? 'Cmnd' : (alias[1] as keyof Aliases);
    for (const one of alias[2]!.split(/(?<!\\):(?=\s*[A-Z][A-Z0-9_]*\s*=)/)) {
      const at = one.indexOf('=');
      if (at > 0) aliases[kind].set(one.slice(0, at).trim(), splitList(one.slice(at + 1)));
    }
  }
  return aliases;
}

function ruleItem(raw: string, rules: readonly Rule[], system: string, known: Set<string>): TextItem {
  const rows: { of: string; value: Rule['row'] }[] = [];
  for (const rule of rules) {
    rows.push({ of: 'grant', value: { system, ...rule.row } });
    const name = `${rule.row['resource'] as string}|${rule.row['permission'] as string}`;
    if (!rule.privileged || known.has(name)) continue;
    known.add(name);
    const { resource, permission } = rule.row;
    rows.push({
      of: 'entitlement',
      value: { system, resource: resource!, permission: permission!, privileged: true },
    });
  }
  return { raw, rows };
}

/** People of whom no password is asked unless a rule says so; ALL = nobody is asked. */
function trusted(found: readonly { text: string }[], aliases: Aliases): ReadonlySet<string> {
  const names = found.flatMap(({ text: statement }) => {
    const found = /^Defaults(?::\s*(\S+(?:\s*,\s*\S+)*))?\s+(?:.*,\s*)?!authenticate\b/.exec(statement);
    if (!found) return [];
    return found[1] === undefined ? ['ALL'] : splitList(found[1]);
  });
  return new Set(names.flatMap((name) => [name, ...(aliases.User.get(name) ?? [])]));
}

/** `/etc/sudoers`, sudoers(5). */
export const text: TextReader = {
  claims: (head) => {
    const found = statements(head.lines).filter((one) => one.text !== '');
    const told = found.filter((one) => known(one.text));
    const own = found.some(
      (one) => ALIAS.test(one.text) || DEFAULTS.test(one.text) || /NOPASSWD|\(ALL/.test(one.text),
    );
    return own && told.length >= found.length * 0.6;
  },
  open: ({ name }) => {
    let system = hostFromName(name, ['sudoers', 'sudo'], 'linux');
    const lines: string[] = [];
    const told: string[] = [];
    return {
      line: (line) => {
        system = statedHost(line) ?? system;
        lines.push(line);
        return [];
      },
      end: () => {
        const found = statements(lines);
        const aliases = collectAliases(found);
        const unasked = trusted(found, aliases);
        const privileged = new Set<string>();
        return found.flatMap(({ text: statement, comments }): TextItem[] => {
          const asides = Array.from({ length: comments }, () => ({ aside: 'comments' }));
          const include = INCLUDE.exec(statement);
          if (include) {
            told.push(`it includes ${include[1]}: rules from there are known only if imported as well`);
            return [...asides, { aside: 'includes' }];
          }
          if (statement === '') return asides;
          if (ALIAS.test(statement)) return [...asides, { aside: 'aliases' }];
          if (DEFAULTS.test(statement)) {
            if (statement.includes('!authenticate'))
              told.push(`no password is asked for because of "${statement.replace(/\s+/g, ' ')}"`);
            return [...asides, { aside: 'defaults' }];
          }
          const rules = parseRule(statement, aliases, unasked);
          if (typeof rules === 'string') return [...asides, { raw: statement, fault: rules }];
          return [...asides, ruleItem(statement, rules, system, privileged)];
        });
      },
      notes: () => told,
    };
  },
};
