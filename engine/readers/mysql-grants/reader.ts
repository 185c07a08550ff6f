import type { JsonObject } from '#engine/intake/kit.ts';
import { hostFromName, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';
import { bareName, withoutSecrets } from '#engine/intake/text/sql.ts';

const HEADING = /^(?:--\s*)?Grants for \S+/i;
const NOISE = /^(?:--|#|\/\*|\+-+\+$|mysql>|MariaDB \[|\d+ rows? in set|Query OK|Empty set|SHOW GRANTS\b|$)/i;
const SIDE = /^(?:CREATE (?:USER|ROLE)|ALTER USER|SET DEFAULT ROLE|FLUSH PRIVILEGES|DROP USER|REVOKE)\b/i;
const GRANT = /^GRANT\s+(.+?)\s+ON\s+(?:(?:TABLE|FUNCTION|PROCEDURE)\s+)?(.+?)\s+TO\s+(.+?)$/i;
const ROLE = /^GRANT\s+((?:[`'"]?[\w.%$-]+[`'"]?(?:@[`'"]?[\w.%$-]*[`'"]?)?(?:\s*,\s*)?)+)\s+TO\s+(.+?)$/i;
/** Privileges over the server that lead to power over other accounts or over its files. */
const POWERFUL =
  /^(?:ALL(?: PRIVILEGES)?|SUPER|CREATE USER|CREATE ROLE|DROP ROLE|FILE|SHUTDOWN|RELOAD|PROCESS|GRANT OPTION|ROLE_ADMIN|SYSTEM_USER|SYSTEM_VARIABLES_ADMIN|SET_USER_ID|SET_ANY_DEFINER|CONNECTION_ADMIN|REPLICATION SLAVE ADMIN|BINLOG ADMIN|SET USER)$/i;

/** The statement without the frame of the client and its end. */
function bare(line: string): string {
  return line
    .replace(/^\|\s?(.*?)\s*\|$/, '$1')
    .replace(/;\s*$/, '')
    .trim();
}

/** Privileges, split at commas that stand outside column lists. */
function privileges(text: string): string[] {
  return text.split(/,(?![^(]*\))/).map((one) =>
    one
      .trim()
      .replace(/`/g, '')
      .toUpperCase()
      .replace(/\((.*)\)/, (_, columns: string) => `(${columns.toLowerCase()})`),
  );
}

/** Name of an account without quotes and without what follows it. */
function account(text: string): string {
  const found = /^((?:`[^`]*`|'[^']*'|"[^"]*"|[^\s@,]+)(?:@(?:`[^`]*`|'[^']*'|"[^"]*"|[^\s,]+))?)/.exec(
    text.trim(),
  );
  return found ? bareName(found[1]!) : '';
}

function item(line: string, system: string): TextItem {
  const raw = withoutSecrets(line);
  const grant = GRANT.exec(line);
  if (!grant) {
    const role = ROLE.exec(line);
    if (!role) return { raw, fault: 'the line is no GRANT … TO … as SHOW GRANTS writes it' };
    const member = account(role[2]!);
    const rows = role[1]!.split(',').map((one) => ({
      of: 'member',
      value: { system, group_id: bareName(one), member_id: member },
    }));
    return { raw, rows };
  }
  const [, what, object, whom] = grant as unknown as string[];
  const grantee = account(whom!);
  if (grantee === '') return { raw, fault: 'the grant names nobody' };
  const proxy = /^PROXY$/i.test(what!);
  const place = /^(?:`((?:[^`]|``)*)`|([^`.]+))\.(?:`((?:[^`]|``)*)`|(.+))$/.exec(object!);
  if (!place && !proxy) return { raw, fault: `"${object!.slice(0, 60)}" names no database and table` };
  const schema = proxy ? '*' : (place![1] ?? place![2]!).replaceAll('\\_', '_');
  const table = proxy ? `proxy for ${bareName(object!)}` : (place![3] ?? place![4]!);
  const is_grantable = /\bWITH\b.*\bGRANT OPTION\b/i.test(whom!);
  const rows: { of: string; value: JsonObject }[] = privileges(what!).map((privilege_type) => ({
    of: 'privilege',
    value: { system, grantee, table_schema: schema, table_name: table, privilege_type, is_grantable },
  }));
  if (schema === '*' && table === '*')
    for (const permission of privileges(what!))
      if (POWERFUL.test(permission))
        rows.push({ of: 'powerful', value: { system, resource: '*.*', permission, privileged: true } });
  return { raw, rows };
}

/** Output of SHOW GRANTS, in boxes, bare, or as statements of pt-show-grants. */
export const text: TextReader = {
  claims: ({ lines }) => {
    const told = lines.map(bare).filter((line) => line !== '' && !NOISE.test(line) && !HEADING.test(line));
    const grants = told.filter((line) => /^GRANT\b.*\bTO\b/i.test(line)).length;
    const sides = told.filter((line) => SIDE.test(line)).length;
    // With other engines' grants there are no accounts of the form user@host.
    return (
      grants > 0 && grants + sides >= told.length * 0.7 && told.some((line) => /\bTO\s+\S+@\S+/i.test(line))
    );
  },
  open: ({ name }) => {
    const system = hostFromName(name, ['mysql', 'mariadb', 'grants', 'show'], 'mysql');
    return {
      line: (text) => {
        const line = bare(text);
        if (line === '') return [];
        if (HEADING.test(line)) return [{ aside: 'headings' }];
        if (NOISE.test(line)) return [{ aside: 'comments and frames' }];
        if (SIDE.test(line)) return [{ aside: 'statements about accounts' }];
        return [item(line, system)];
      },
      end: () => [],
    };
  },
};
