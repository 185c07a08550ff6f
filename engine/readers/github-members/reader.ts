import { isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { filled, pick, pickText, utcText } from '#engine/intake/pick.ts';

const ADMIN = /\b(?:owner|admin)\b/i;

function address(member: JsonObject): string | null {
  const texts = [
    pickText(
      member,
      'email',
      'saml_name_id',
      'saml name id',
      'GitHub com saml name',
      'GitHub com saml name id',
    ),
    pickText(member, 'verified_emails', 'GitHub com verified domain emails'),
  ];
  return texts.map((text) => text?.split(/[\s,;]+/).find((one) => one.includes('@'))).find(Boolean) ?? null;
}

function memberLines(record: number, member: JsonObject): Extracted[] {
  const login = pickText(member, 'login', 'GitHub com login', 'username');
  const role = pickText(member, 'role', 'org_role', 'GitHub com member roles', 'GitHub com enterprise roles');
  const admin = role !== null ? ADMIN.test(role) : pick(member, 'site_admin') === true ? true : null;
  const outside = role !== null && /outside|guest/i.test(role);
  const bot = pickText(member, 'type')?.toLowerCase() === 'bot';
  const account: Extracted = {
    record,
    of: 'account',
    value: {
      account_id: login,
      email: address(member),
      display_name: pick(member, 'name', 'display_name', 'GitHub com name'),
      kind: bot ? 'service' : outside ? 'guest' : 'human',
      status: 'enabled',
      is_admin: admin,
      mfa_enabled: pick(
        member,
        'tfa_enabled',
        'two_factor_enabled',
        'has_two_factor_enabled',
        'two_factor_authentication',
        'GitHub com two factor auth',
      ),
      created_at: utcText(pickText(member, 'created_at')),
      last_login_at: utcText(pickText(member, 'last_active', 'last_active_at')),
      details: filled({ id: pick(member, 'id'), role, is_public: pick(member, 'is_public') }),
    },
  };
  if (role === null) return [account];
  const resource = pickText(member, 'organization', 'org') ?? 'org';
  const details = filled({ privileged: ADMIN.test(role) ? true : null });
  const grant = { account_id: login, resource, permission: role, via: 'direct', details };
  return [account, { record, of: 'grant', value: grant }];
}

/** Each member becomes an account, and a grant of the role where it is stated. */
export const extract: Extract = (records) =>
  records.flatMap((member, i): Extracted[] =>
    isObject(member)
      ? memberLines(i + 1, member)
      : [{ record: i + 1, fault: 'a member must be an object with named fields', raw: member }],
  );
