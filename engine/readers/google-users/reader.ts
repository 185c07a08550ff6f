import { asList, isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { filled, pick, pickText } from '#engine/intake/pick.ts';

const NEVER = /^(?:never|never logged in|n\/a|1970-01-01T00:00:00(?:\.000)?Z?)$/i;

function moment(user: JsonObject, ...paths: string[]): string | null {
  const text = pickText(user, ...paths);
  return text === null || NEVER.test(text) ? null : text.replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3');
}

function status(user: JsonObject): string | null {
  if (pickText(user, 'suspended') === 'true' || pickText(user, 'archived') === 'true') return 'disabled';
  if (pickText(user, 'suspended') === 'false') return 'enabled';
  const text = pickText(user, 'Status [READ ONLY]', 'Status', 'User account status');
  return text === null ? null : text.toLowerCase() === 'active' ? 'enabled' : 'disabled';
}

/** Administrator roles of a user; null = the file does not say. */
function roles(user: JsonObject): string[] | null {
  const stated = pickText(user, 'Admin status');
  if (stated !== null) {
    if (/super/i.test(stated)) return ['SUPER_ADMIN'];
    return /^none$/i.test(stated) ? [] : ['DELEGATED_ADMIN'];
  }
  if (pick(user, 'isAdmin') === null && pick(user, 'isDelegatedAdmin') === null) return null;
  return [
    ...(pickText(user, 'isAdmin') === 'true' ? ['SUPER_ADMIN'] : []),
    ...(pickText(user, 'isDelegatedAdmin') === 'true' ? ['DELEGATED_ADMIN'] : []),
  ];
}

function employeeId(user: JsonObject): string | null {
  const stated = pickText(user, 'Employee ID');
  if (stated !== null) return stated;
  const organisation = asList(pick(user, 'externalIds'))
    .filter(isObject)
    .find((id) => pickText(id, 'type') === 'organization');
  return organisation === undefined ? null : pickText(organisation, 'value');
}

function userLines(record: number, user: JsonObject): Extracted[] {
  const account_id = pickText(user, 'primaryEmail', 'Email Address [Required]', 'Email Address', 'User');
  const held = roles(user);
  const names = [
    pickText(user, 'name.givenName', 'First Name [Required]', 'First Name'),
    pickText(user, 'name.familyName', 'Last Name [Required]', 'Last Name'),
  ].filter((name) => name !== null);
  const account: Extracted = {
    record,
    of: 'account',
    value: {
      account_id,
      email: account_id,
      employee_id: employeeId(user),
      display_name: pickText(user, 'name.fullName') ?? (names.length === 0 ? null : names.join(' ')),
      kind: 'human',
      status: status(user),
      is_admin: held === null ? null : held.length > 0,
      mfa_enabled: enrolled(user),
      created_at: moment(user, 'creationTime'),
      last_login_at: moment(user, 'lastLoginTime', 'Last Sign In [READ ONLY]', 'Last Sign In', 'Last login'),
      details: filled({
        id: pick(user, 'id'),
        org_unit: pick(user, 'orgUnitPath', 'Org Unit Path [Required]', 'Org Unit Path'),
        mfa_enforced: pick(
          user,
          'isEnforcedIn2Sv',
          '2sv Enforced [READ ONLY]',
          '2-Step Verification enforcement',
        ),
        suspension_reason: pick(user, 'suspensionReason'),
      }),
    },
  };
  const grants = (held ?? []).map((permission): Extracted => {
    const value = { account_id, resource: 'org', permission, via: 'direct', details: { privileged: true } };
    return { record, of: 'grant', value };
  });
  return [account, ...grants];
}

/** Whether a second step is enrolled, also where the report writes it out. */
function enrolled(user: JsonObject): string | null {
  const text = pickText(
    user,
    'isEnrolledIn2Sv',
    '2sv Enrolled [READ ONLY]',
    '2-Step Verification enrollment',
  );
  if (text === null) return null;
  if (/^not[ _]enrolled$/i.test(text)) return 'false';
  return /^enrolled$/i.test(text) ? 'true' : text;
}

/** Each user becomes an account, each administrator role a grant. */
export const extract: Extract = (records) =>
  records.flatMap((user, i): Extracted[] =>
    isObject(user)
      ? userLines(i + 1, user)
      : [{ record: i + 1, fault: 'a user must be an object with named fields', raw: user }],
  );
