import {
  asText,
  isObject,
  type Extract,
  type Extracted,
  type JsonObject,
  wordFor,
} from '#engine/intake/kit.ts';
import { fieldsOf, textAt, filled } from '#engine/intake/pick.ts';

/** Attributes kept as they are. */
const KEPT = [
  'id',
  'ObjectId',
  'userType',
  'jobTitle',
  'department',
  'companyName',
  'country',
  'usageLocation',
  'officeLocation',
  'creationType',
  'externalUserState',
  'invitationState',
  'directorySynced',
  'onPremisesSyncEnabled',
  'onPremisesSamAccountName',
  'lastPasswordChangeDateTime',
  'passwordPolicies',
  'isMfaCapable',
  'isPasswordlessCapable',
  'methodsRegistered',
];

const STATES: Readonly<Record<string, string>> = {
  true: 'enabled',
  yes: 'enabled',
  false: 'disabled',
  no: 'disabled',
};

/** Empty text and `{}` are how the portal writes nothing. */
function latest(times: (string | null)[]): string | null {
  return (
    times
      .filter((time): time is string => time !== null && !Number.isNaN(Date.parse(time)))
      .sort((a, b) => Date.parse(a) - Date.parse(b))
      .at(-1) ?? null
  );
}

function userRow(item: JsonObject): JsonObject {
  const field = fieldsOf(item);
  const name = field('userPrincipalName', 'User principal name');
  const lastLogin = latest([
    ...['lastSignInDateTime', 'lastNonInteractiveSignInDateTime', 'lastSuccessfulSignInDateTime'].map((key) =>
      textAt(item, `signInActivity.${key}`),
    ),
    field('lastSignInDateTime', 'Last sign-in', 'lastSignIn'),
  ]);
  const enabled = field('accountEnabled', 'Account enabled');
  const mfa = field('isMfaRegistered', 'MFA registered');
  const type = field('userType', 'User type')?.toLowerCase() ?? null;
  // Guests who were invited before the type existed are told by the form of their name.
  const guest = type === 'guest' || (type === null && /#EXT#@/i.test(name ?? ''));
  const statesLogin = isObject(item['signInActivity']) || 'lastSignInDateTime' in item || lastLogin !== null;
  const notStated = [
    ...(statesLogin ? [] : ['last_login_at']),
    ...(mfa === null ? ['mfa_enabled'] : []),
    ...(enabled === null ? ['status'] : []),
  ];
  return {
    system: 'entra',
    account_id: name,
    email: (field('mail', 'Email') ?? (guest ? null : name))?.toLowerCase() ?? null,
    employee_id: field('employeeId', 'Employee ID'),
    display_name: field('displayName', 'Display name', 'userDisplayName'),
    kind: guest ? 'guest' : type === 'member' ? 'human' : null,
    status: enabled === null ? null : wordFor(STATES, enabled.toLowerCase()),
    is_admin: field('isAdmin'),
    mfa_enabled: mfa,
    created_at: field('createdDateTime', 'Creation time', 'createdAt'),
    last_login_at: lastLogin,
    details: filled({
      ...Object.fromEntries(KEPT.map((key) => [key, Array.isArray(item[key]) ? item[key] : field(key)])),
      not_stated: notStated,
    }),
  };
}

/** A user becomes one account. */
export const extract: Extract = (records) =>
  records.map((item, i): Extracted => {
    const record = i + 1;
    if (!isObject(item)) return { record, fault: 'a user must be an object with named fields', raw: item };
    const type = asText(item['@odata.type']);
    if (type !== null && type !== '#microsoft.graph.user')
      return {
        record,
        fault: `the entry is no user but ${type.replace('#microsoft.graph.', 'a ')}`,
        raw: item,
      };
    return { record, of: 'account', value: userRow(item) };
  });
