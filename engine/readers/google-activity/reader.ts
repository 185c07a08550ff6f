import {
  asList,
  isObject,
  type Extract,
  type Extracted,
  type Json,
  type JsonObject,
  wordFor,
} from '#engine/intake/kit.ts';
import { filled, pick, pickText, utcText } from '#engine/intake/pick.ts';

const USED = new Set([
  'drive',
  'meet',
  'chat',
  'calendar',
  'gmail',
  'gplus',
  'mobile',
  'context_aware_access',
  'keep',
  'chrome',
  'data_studio',
  'gcp',
  'jamboard',
  'vault',
  'saml',
]);

/** Events that change something although their application tells of use mostly. */
const CHANGES =
  /(?:change|shar(?:e|ing)|acl|visibility|membership|_member|add_|remove_|create_group|delete_group|transfer|owner|delegat|auto_forward|enroll|disable|enable|password|recovery|2sv)/i;

const ACTIONS: Readonly<Record<string, string>> = {
  login_success: 'login',
  login_failure: 'login',
  logout: 'logout',
};

const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^CREATE_USER$/, 'account_created'],
  [/^(?:SUSPEND|DELETE|ARCHIVE)_USER$|^account_disabled/, 'account_disabled'],
  [/^(?:UNSUSPEND|UNDELETE|UNARCHIVE)_USER$/, 'account_enabled'],
  [
    /^(?:ASSIGN_ROLE|GRANT_(?:ADMIN_PRIVILEGE|DELEGATED_ADMIN_PRIVILEGES)|ADD_GROUP_MEMBER|AUTHORIZE_API_CLIENT_ACCESS|add_member|add_user|authorize|USER_LICENSE_ASSIGNMENT)$/,
    'access_granted',
  ],
  [
    /^(?:UNASSIGN_ROLE|REVOKE_(?:ADMIN_PRIVILEGE|DELEGATED_ADMIN_PRIVILEGES)|REMOVE_GROUP_MEMBER|REMOVE_API_CLIENT_ACCESS|remove_member|remove_user|revoke|USER_LICENSE_REVOKE)$/,
    'access_revoked',
  ],
  [
    /^(?:CHANGE_|CREATE_|DELETE_|TOGGLE_|ENFORCE_|ALLOW_|UPDATE_).*(?:SETTING|POLICY|RULE|ROLE|PRIVILEGE|AUTHENTICATION|TRUSTED|SSO|2SV|STRONG)|^(?:ADD|REMOVE)_PRIVILEGE$/,
    'policy_updated',
  ],
];

/** Parameters by name; the interface writes each as an object with one of several kinds of value. */
function parametersOf(event: JsonObject): JsonObject {
  const stated = pick(event, 'parameters');
  if (isObject(stated)) return stated;
  const entries = asList(stated)
    .filter(isObject)
    .flatMap((one): [string, Json][] => {
      const name = pickText(one, 'name');
      const value = pick(
        one,
        'value',
        'boolValue',
        'intValue',
        'multiValue',
        'multiIntValue',
        'messageValue',
      );
      return name === null ? [] : [[name, value]];
    });
  return Object.fromEntries(entries);
}

function isUse(application: string, name: string): boolean {
  if (application === 'login' || application === 'saml')
    return !/^(?:2sv|password|account_disabled|recovery)/.test(name);
  if (application === 'token') return name === 'activity';
  return USED.has(application) && !CHANGES.test(name);
}

function eventLines(record: number, activity: JsonObject, event: JsonObject, nth: number): Extracted[] {
  const application = pickText(activity, 'id.applicationName')?.toLowerCase() ?? '';
  const name = pickText(event, 'name', 'type');
  const parameters = parametersOf(event);
  const occurred_at = utcText(pickText(activity, 'id.time'));
  const id = pickText(activity, 'id.uniqueQualifier');
  const event_id = id === null || nth === 0 ? id : `${id}#${nth + 1}`;
  const actor = pickText(
    activity,
    'actor.email',
    'actor.applicationInfo.applicationName',
    'actor.key',
    'actor.profileId',
    'actor.callerType',
  );
  const ip = pickText(activity, 'ipAddress');
  const title = pickText(parameters, 'doc_title', 'app_name', 'calendar_id', 'GROUP_EMAIL', 'group_email');
  const resource = title === null ? application : `${application}:${title}`;
  const kept = filled(parameters);
  if (name !== null && isUse(application, name)) {
    const value = {
      occurred_at,
      account: actor,
      resource,
      action: wordFor(ACTIONS, name),
      result: /fail|block|den(?:y|ied)/i.test(name) ? 'denied' : 'success',
      ip,
      details: filled({ event_id, event: name, parameters: kept }),
    };
    return [{ record, of: 'use', value }];
  }
  const user_email = pickText(
    parameters,
    'USER_EMAIL',
    'user_email',
    'target_user',
    'member_id',
    'email',
    'affected_email_address',
  );
  const permission = pickText(
    parameters,
    'ROLE_NAME',
    'PRIVILEGE_NAME',
    'new_value',
    'NEW_VALUE',
    'scope',
    'API_SCOPES',
    'visibility',
  );
  const event_type = MEANINGS.find(([pattern]) => name !== null && pattern.test(name))?.[1] ?? name;
  const change: Extracted = {
    record,
    of: 'change',
    value: {
      event_id,
      occurred_at,
      event_type,
      user_email,
      resource,
      action: name,
      permission,
      actor,
      metadata: filled({ type: pick(event, 'type'), ip, parameters: kept }),
    },
  };
  const role = /^(UN)?ASSIGN_ROLE$|^(REVOKE|GRANT)_(?:ADMIN|DELEGATED_ADMIN)_PRIVILEGES?$/.exec(name ?? '');
  if (role === null) return [change];
  const taken = role[1] !== undefined || role[2] === 'REVOKE';
  const held = permission ?? 'administrator';
  const value = {
    changed_at: occurred_at,
    user_email,
    old_role: taken ? held : null,
    new_role: taken ? null : held,
    changed_by: actor,
  };
  return [change, { record, of: 'role', value }];
}

/** Each event of an activity becomes a line of use, or a change. */
export const extract: Extract = (records) =>
  records.flatMap((activity, i): Extracted[] => {
    const record = i + 1;
    if (!isObject(activity))
      return [{ record, fault: 'an activity must be an object with named fields', raw: activity }];
    const events = asList(activity['events']).filter(isObject);
    return (events.length === 0 ? [activity] : events).flatMap((event, nth) =>
      eventLines(record, activity, event, nth),
    );
  });
