import { isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { filled, pick, pickText } from '#engine/intake/pick.ts';

function kindOf(status: string): string {
  if (/\bbot\b|\bapp\b/i.test(status)) return 'service';
  return /guest/i.test(status) ? 'guest' : 'human';
}

function memberLines(record: number, member: JsonObject): Extracted[] {
  const status = pickText(member, 'status') ?? '';
  const disabled = /^(?:deactivated|inactive|disabled)/i.test(status);
  const admin = /\b(?:owner|admin)\b/i.test(status);
  const account_id = pickText(member, 'email', 'username', 'userid');
  const expires = pickText(member, 'expiration-timestamp', 'guest expiration date');
  const account: Extracted = {
    record,
    of: 'account',
    value: {
      account_id,
      email: pick(member, 'email'),
      display_name: pick(member, 'fullname', 'displayname'),
      kind: kindOf(status),
      status: status === '' ? null : disabled ? 'disabled' : 'enabled',
      is_admin: admin,
      mfa_enabled: pick(member, 'has-2fa'),
      details: filled({
        id: pick(member, 'userid'),
        username: pick(member, 'username'),
        status,
        has_sso: pick(member, 'has-sso'),
        billing_active: pick(member, 'billing-active'),
      }),
    },
  };
  if (disabled) return [account];
  const value = {
    account_id,
    resource: 'workspace',
    permission: status,
    via: 'direct',
    expires_at: expires === '0' ? null : expires,
    details: admin ? { privileged: true } : null,
  };
  return [account, { record, of: 'grant', value }];
}

/** Each member becomes an account and, unless deactivated, a grant of the role. */
export const extract: Extract = (records) =>
  records.flatMap((member, i): Extracted[] =>
    isObject(member)
      ? memberLines(i + 1, member)
      : [{ record: i + 1, fault: 'a member must be an object with named fields', raw: member }],
  );
