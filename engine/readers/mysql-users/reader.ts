import { asText, isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';

/** Values by header, whatever its case; `NULL` as the client prints it is none. */
function fields(row: JsonObject): (name: string) => string | null {
  const byName = new Map(
    Object.entries(row).map(([key, value]) => [key.trim().toLowerCase(), asText(value)]),
  );
  return (name) => {
    const text = byName.get(name.toLowerCase()) ?? null;
    return text === 'NULL' ? null : text;
  };
}

/** Ways to log in that use no password of the table. */
const WITHOUT_PASSWORD =
  /^(?:auth_socket|unix_socket|auth_pam|pam|authentication_ldap|authentication_kerberos|gssapi|mysql_no_login)/;

function yes(text: string | null): boolean | null {
  return text === null ? null : /^(?:y|yes|true|1)$/i.test(text);
}

function lines(record: number, row: JsonObject): Extracted[] {
  const of = fields(row);
  const privileges = Object.keys(row).filter((key) => /_priv$/i.test(key));
  const odd = privileges.find((key) => !/^[yn]$/i.test(of(key) ?? 'N'));
  if (odd !== undefined)
    return [
      {
        record,
        fault: `${odd} is "${of(odd)}", neither Y nor N`,
        raw: { Host: of('Host'), User: of('User') },
      },
    ];
  const host = of('Host');
  const isRole = yes(of('is_role')) === true;
  if (host === null && !isRole)
    return [{ record, fault: 'the account has no host', raw: { User: of('User') } }];
  const user = of('User') ?? '';
  const name = `${user === '' ? '(anonymous)' : user}${host === null ? '' : `@${host}`}`;
  const plugin = of('plugin');
  const secret = of('authentication_string') ?? of('Password');
  const locked = yes(of('account_locked')) === true;
  const superuser =
    yes(of('Super_priv')) === true ||
    (yes(of('Grant_priv')) === true && yes(of('Create_user_priv')) === true);
  const common: JsonObject = { user, host, plugin };
  const without = plugin !== null && WITHOUT_PASSWORD.test(plugin);
  const password: JsonObject = { state: secret === null || without ? 'none' : 'set', plugin };
  if (of('password_lifetime') !== null) password['lifetime_days'] = of('password_lifetime');
  const found: Extracted[] = [
    {
      record,
      of: 'role',
      value: {
        role_name: name,
        is_superuser: superuser,
        can_create_db: yes(of('Create_priv')),
        can_create_role: yes(of('Create_user_priv')),
        can_login: !locked && !isRole,
      },
    },
    {
      record,
      of: 'account',
      value: {
        account_id: name,
        kind:
          user === 'root' || user === ''
            ? 'shared'
            : user.startsWith('mysql.') || user.startsWith('mariadb.') || isRole
              ? 'service'
              : null,
        status: locked || isRole ? 'disabled' : 'enabled',
        is_admin: superuser,
        details: common,
      },
    },
  ];
  const status =
    without || isRole ? 'disabled' : yes(of('password_expired')) === true ? 'expired' : 'enabled';
  if (!isRole)
    found.push({
      record,
      of: 'password',
      value: { account_id: name, status, last_rotated_at: of('password_last_changed'), details: password },
    });
  return found;
}

/** An account becomes a database role, an account and the state of its password. */
export const extract: Extract = (records) =>
  records.flatMap((row, i) => (isObject(row) ? lines(i + 1, row) : []));
