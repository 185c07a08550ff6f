import { accountName, filled, pick, pickText } from '#engine/intake/pick.ts';
import { isObject, type Extract } from '#engine/intake/kit.ts';

/** Nobody can sign in with these. PROVISIONED and LOCKED_OUT accounts become usable without an administrator. */
const DISABLED = new Set(['SUSPENDED', 'DEPROVISIONED', 'STAGED', 'INACTIVE']);

/** Each user becomes an account. */
export const extract: Extract = (records) =>
  records.map((user, i) => {
    const record = i + 1;
    if (!isObject(user)) return { record, fault: 'a user must be an object with named fields', raw: user };
    const profile = (name: string) => pickText(user, `profile.${name}`, name);
    const stated = pickText(user, 'status')?.toUpperCase() ?? null;
    const disabled = stated !== null && DISABLED.has(stated);
    const names = [profile('firstName'), profile('lastName')].filter((name) => name !== null).join(' ');
    const type = profile('userType');
    return {
      record,
      of: 'account',
      value: {
        account_id: accountName(profile('login') ?? pickText(user, 'credentials.userName')),
        email: profile('email'),
        employee_id: profile('employeeNumber'),
        display_name: profile('displayName') ?? pickText(user, 'User') ?? (names === '' ? null : names),
        kind: type !== null && /service|system|robot|\bbot\b/i.test(type) ? 'service' : 'human',
        status: stated === null ? null : disabled ? 'disabled' : 'enabled',
        created_at: pick(user, 'created'),
        last_login_at: pick(user, 'lastLogin'),
        disabled_at: disabled && stated !== 'STAGED' ? pick(user, 'statusChanged') : null,
        details: filled({
          id: pick(user, 'id', 'userId'),
          status: stated,
          password_changed_at: pick(user, 'passwordChanged', 'Last Password Change'),
          user_type: type,
          department: profile('department'),
          authentication_source: pick(user, 'Authentication Source'),
          activated_at: pick(user, 'Activation date'),
        }),
      },
    };
  });
