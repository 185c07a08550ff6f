import { isObject, type Extract, type Extracted, type JsonObject, wordFor } from '#engine/intake/kit.ts';
import { filled, pick, pickText, utcText } from '#engine/intake/pick.ts';

const LEVELS: Readonly<Record<string, string>> = {
  '0': 'No access',
  '5': 'Minimal Access',
  '10': 'Guest',
  '15': 'Planner',
  '20': 'Reporter',
  '25': 'Security Manager',
  '30': 'Developer',
  '40': 'Maintainer',
  '50': 'Owner',
  '60': 'Admin',
};

function level(member: JsonObject): string | null {
  const stated = pickText(member, 'access_level', 'Max role', 'Role');
  return stated === null ? null : wordFor(LEVELS, stated);
}

function account(record: number, member: JsonObject): Extracted {
  const username = pickText(member, 'username');
  const state = pickText(member, 'state', 'Membership status', 'membership_state')?.toLowerCase() ?? null;
  const bot = pick(member, 'bot') === true || /^(?:project|group)_\d+_bot/.test(username ?? '');
  return {
    record,
    of: 'account',
    value: {
      account_id: username,
      email: pick(member, 'email', 'public_email'),
      display_name: pick(member, 'name'),
      kind: bot ? 'service' : pick(member, 'external') === true ? 'guest' : 'human',
      status: state === null || /^(?:active|approved)$/.test(state) ? 'enabled' : 'disabled',
      is_admin: pick(member, 'is_admin'),
      mfa_enabled: pick(member, 'two_factor_enabled'),
      created_at: pickText(member, 'confirmed_at') === null ? null : pick(member, 'created_at'),
      last_login_at: utcText(
        pickText(member, 'last_sign_in_at', 'last_login_at', 'Last activity', 'last_activity_on'),
      ),
      details: filled({ id: pick(member, 'id'), state }),
    },
  };
}

/** Each membership becomes a grant of its level, each user met an account. */
export const extract: Extract = (records) => {
  const met = new Set<string>();
  return records.flatMap((member, i): Extracted[] => {
    const record = i + 1;
    if (!isObject(member))
      return [{ record, fault: 'a member must be an object with named fields', raw: member }];
    const username = pickText(member, 'username');
    const lines: Extracted[] = [];
    if (username === null || !met.has(username)) lines.push(account(record, member));
    if (username !== null) met.add(username);
    const permission = level(member);
    if (permission === null) return lines;
    const source = pickText(member, 'Membership source', 'Source');
    const type = pickText(member, 'Membership type')?.toLowerCase() ?? null;
    const direct = type === 'direct' || (type === null && (source === null || /^direct/i.test(source)));
    const value = {
      account_id: username,
      resource:
        pickText(member, 'path', 'group', 'project', 'source_full_name', 'Group or project name') ??
        '(not stated)',
      permission,
      via: direct ? 'direct' : (source ?? type),
      granted_at: utcText(pickText(member, 'Access granted', 'created_at')),
      granted_by: pickText(member, 'created_by.username'),
      expires_at: pickText(member, 'expires_at', 'Access expires', 'Access expiration', 'Access expired'),
      details: filled({
        privileged: /^(?:Owner|Admin)$/.test(permission) ? true : null,
        role_type: pick(member, 'Role type'),
        custom_role: pick(member, 'member_role.name'),
      }),
    };
    return [...lines, { record, of: 'grant', value }];
  });
};
