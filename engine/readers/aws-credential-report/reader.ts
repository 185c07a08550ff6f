import type { Extract, Extracted, JsonObject } from '#engine/intake/kit.ts';
import { isObject } from '#engine/intake/kit.ts';
import { fieldsOf, filled } from '#engine/intake/pick.ts';

/** Words by which the report says that there is no value. */
const NOTHING = new Set(['n/a', 'not_supported', 'no_information', 'none', '-']);
const ROOT = '<root_account>';

type Field = (...names: string[]) => string | null;

function stated(text: string | null): string | null {
  return text === null || NOTHING.has(text.toLowerCase()) ? null : text;
}

function isTrue(text: string | null): boolean {
  return text?.toLowerCase() === 'true';
}

/** Every credential that exists; a key or certificate that was never made has neither a state nor a date. */
function credentials(field: Field, of: JsonObject, isRoot: boolean): JsonObject[] {
  const found: JsonObject[] = [];
  const hasPassword = isRoot || isTrue(field('password_enabled'));
  if (hasPassword) {
    const changed = stated(field('password_last_changed'));
    found.push({
      ...of,
      kind: 'password',
      credential_id: 'password',
      status: 'enabled',
      last_used_at: stated(field('password_last_used')),
      last_rotated_at: changed,
      expires_at: stated(field('password_next_rotation')),
      details: filled({
        password_last_used: field('password_last_used'),
        password_last_changed: field('password_last_changed'),
        password_next_rotation: field('password_next_rotation'),
      }),
    });
  }
  for (const n of [1, 2]) {
    const key = `access_key_${n}`;
    const rotated = stated(field(`${key}_last_rotated`));
    const active = isTrue(field(`${key}_active`));
    if (!active && rotated === null) continue;
    found.push({
      ...of,
      kind: 'access_key',
      credential_id: key,
      status: active ? 'enabled' : 'disabled',
      created_at: rotated,
      last_rotated_at: rotated,
      last_used_at: stated(field(`${key}_last_used_date`)),
      details: filled({
        last_used_region: stated(field(`${key}_last_used_region`)),
        last_used_service: stated(field(`${key}_last_used_service`)),
      }),
    });
  }
  for (const n of [1, 2]) {
    const rotated = stated(field(`cert_${n}_last_rotated`));
    const active = isTrue(field(`cert_${n}_active`));
    if (!active && rotated === null) continue;
    found.push({
      ...of,
      kind: 'certificate',
      credential_id: `cert_${n}`,
      status: active ? 'enabled' : 'disabled',
      created_at: rotated,
      last_rotated_at: rotated,
    });
  }
  return found;
}

/** The latest of some ISO times; they are all written in UTC. */
function latest(times: (string | null)[]): string | null {
  const sorted = times
    .filter((time) => time !== null && !Number.isNaN(Date.parse(time)))
    .sort((a, b) => Date.parse(a!) - Date.parse(b!));
  return sorted.at(-1) ?? null;
}

/** A user becomes one account and one row for the password, each access key and each certificate that exists. */
export const extract: Extract = (records) =>
  records.flatMap((row, i): Extracted[] => {
    const record = i + 1;
    if (!isObject(row)) return [{ record, fault: 'a line of the report must have named columns', raw: row }];
    const field = fieldsOf(row);
    const user = field('user');
    const arn = field('arn');
    const account = /^arn:[^:]+:iam::(\d{12}):/.exec(arn ?? '')?.[1];
    if (user === null || account === undefined)
      return [{ record, fault: 'a line needs a user and the ARN that names its account', raw: row }];
    const isRoot = user === ROOT || arn?.endsWith(':root') === true;
    const of = { system: `aws-${account}`, account_id: isRoot ? ROOT : user };
    const rows = credentials(field, of, isRoot);
    const used = rows.map((one) => (typeof one['last_used_at'] === 'string' ? one['last_used_at'] : null));
    return [
      {
        record,
        of: 'account',
        value: {
          ...of,
          email: user.includes('@') ? user.toLowerCase() : null,
          kind: isRoot ? 'shared' : isTrue(field('password_enabled')) ? 'human' : null,
          status: isRoot || rows.some((one) => one['status'] === 'enabled') ? 'enabled' : 'disabled',
          is_admin: isRoot ? true : null,
          mfa_enabled: stated(field('mfa_active')),
          created_at: stated(field('user_creation_time')),
          last_login_at: latest([stated(field('password_last_used')), ...used]),
          details: filled({
            arn,
            root: isRoot ? true : null,
            password_enabled: field('password_enabled'),
            password_last_used: field('password_last_used'),
          }),
        },
      },
      ...rows.map((value): Extracted => ({ record, of: 'credential', value })),
    ];
  });
