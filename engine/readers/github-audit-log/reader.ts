import { isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { filled, pick, pickText, utcText } from '#engine/intake/pick.ts';

/** Actions that tell of use. */
const USE =
  /^(?:git\.|repo\.download_zip$|api\.request$|user\.(?:login|failed_login|two_factor_challenge)|org\.sso_response$)/;

const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:org|repo)\.update_member$|^business\.(?:add|remove)_(?:admin|billing_manager)$|^org_role\.|^team\.(?:promote|demote)_maintainer$/,
    'role_changed',
  ],
  [
    /\.(?:add|restore)_(?:member|outside_collaborator|collaborator|repository)$|^org\.invite_member$|\.(?:create|regenerate)_?(?:access|token)|personal_access_token\.access_granted$|^integration_installation\.create$|^deploy_key\.create$|^public_key\.create$/,
    'access_granted',
  ],
  [
    /\.remove_(?:member|outside_collaborator|collaborator|repository)$|personal_access_token\.access_revoked$|^integration_installation\.destroy$|^(?:deploy|public)_key\.delete$/,
    'access_revoked',
  ],
  [
    /^(?:protected_branch|repository_ruleset|org\.(?:enable|disable)_two_factor_requirement|org\.(?:update_default_repository_permission|enable_saml|disable_saml)|ip_allow_list)/,
    'policy_updated',
  ],
  [/^user\.(?:create|signup)$|^business\.add_organization$/, 'account_created'],
  [/^user\.suspend$|^org\.(?:block_user)$/, 'account_disabled'],
  [/^user\.unsuspend$|^org\.unblock_user$/, 'account_enabled'],
];

const TAKEN = new Set([
  '@timestamp',
  'created_at',
  'timestamp',
  'at_sign_timestamp',
  '_document_id',
  'action',
  'actor',
  'user',
  'permission',
  'repo',
  'repository',
]);

function rest(event: JsonObject, resource: string | null): JsonObject | null {
  const others = Object.entries(event).filter(
    ([key, value]) => !TAKEN.has(key) && !key.startsWith('p_') && value !== resource,
  );
  return filled(Object.fromEntries(others));
}

function eventLines(record: number, event: JsonObject): Extracted[] {
  const action = pickText(event, 'action');
  const occurred_at = utcText(pickText(event, '@timestamp', 'created_at', 'at_sign_timestamp'));
  const event_id = pick(event, '_document_id');
  const actor = pickText(event, 'actor');
  const resource = pickText(event, 'repo', 'repository', 'org', 'business');
  if (action !== null && USE.test(action)) {
    const failed = /fail/.test(action);
    const value = {
      occurred_at,
      account: actor ?? pickText(event, 'user'),
      resource,
      action,
      result: failed ? 'denied' : 'success',
      ip: pick(event, 'actor_ip'),
      user_agent: pick(event, 'user_agent'),
      details: filled({
        event_id,
        country: pick(event, 'actor_location.country_code'),
        protocol: pick(event, 'transport_protocol_name'),
      }),
    };
    return [{ record, of: 'use', value }];
  }
  const user = pickText(event, 'user', 'member', 'user_login');
  const permission = pickText(event, 'permission', 'new_repo_permission', 'role');
  const event_type = MEANINGS.find(([pattern]) => action !== null && pattern.test(action))?.[1] ?? action;
  const change: Extracted = {
    record,
    of: 'change',
    value: {
      event_id,
      occurred_at,
      event_type,
      user_email: user,
      resource,
      action,
      permission,
      actor,
      metadata: rest(event, resource),
    },
  };
  if (event_type !== 'role_changed') return [change];
  const taken = action!.includes('remove');
  const value = {
    changed_at: occurred_at,
    user_email: user,
    old_role:
      pickText(event, 'old_permission', 'old_repo_permission') ?? (taken ? action!.split('_').at(-1)! : null),
    new_role: permission ?? (taken ? null : action!.split('_').at(-1)!),
    changed_by: actor,
  };
  return [change, { record, of: 'role', value }];
}

/** Each event becomes a line of use, or a change; changes of roles are told as such too. */
export const extract: Extract = (records) =>
  records.flatMap((event, i): Extracted[] =>
    isObject(event)
      ? eventLines(i + 1, event)
      : [{ record: i + 1, fault: 'an event must be an object with named fields', raw: event }],
  );
