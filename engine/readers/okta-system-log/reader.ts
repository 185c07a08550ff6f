import {
  asList,
  isObject,
  type Extract,
  type Extracted,
  type JsonObject,
  wordFor,
} from '#engine/intake/kit.ts';
import { filled, pick, pickText } from '#engine/intake/pick.ts';

/** Events that tell of use; everything else changes something. */
const USE =
  /^(?:user\.(?:session\.|authentication\.)|policy\.evaluate|app\.oauth2\.(?:token|authorize|.*\.token\.grant)|app\.generic\.unauth|security\.(?:request|threat|attack)|device\.user\.(?:login|logon))/;

const ACTIONS: Readonly<Record<string, string>> = {
  'user.session.start': 'login',
  'user.session.end': 'logout',
  'user.authentication.sso': 'sso',
};

/** What a change means, by the type that Okta gives it. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^user\.lifecycle\.create$/, 'account_created'],
  [/^user\.lifecycle\.(?:deactivate|suspend|delete)/, 'account_disabled'],
  [/^user\.lifecycle\.(?:activate|reactivate|unsuspend)$/, 'account_enabled'],
  [
    /^(?:user|group)\.(?:account\.)?privilege\.grant$|_membership\.add$|^group\.application_assignment\.add$|^iam\.resourceset\.bindings\.add$|^app\.oauth2\.as\.consent\.grant$/,
    'access_granted',
  ],
  [
    /^(?:user|group)\.(?:account\.)?privilege\.revoke$|_membership\.remove$|^group\.application_assignment\.remove$|^iam\.resourceset\.bindings\.delete$|^app\.oauth2\.as\.consent\.revoke/,
    'access_revoked',
  ],
  [/^policy\.(?:lifecycle|rule)\./, 'policy_updated'],
];

const RESULTS: Readonly<Record<string, string>> = {
  SUCCESS: 'success',
  ALLOW: 'success',
  FAILURE: 'denied',
  DENY: 'denied',
};

/** Objects of an event: the list of the API, or the numbered columns of the console's table. */
function targets(event: JsonObject): JsonObject[] {
  const listed = asList(pick(event, 'target')).filter(isObject);
  if (listed.length > 0) return listed;
  const found: JsonObject[] = [];
  for (let n = 0; n < 10; n += 1) {
    const one = filled({
      id: pickText(event, `target${n}.id`),
      type: pickText(event, `target${n}.type`),
      alternateId: pickText(event, `target${n}.alternateId`),
      displayName: pickText(event, `target${n}.displayName`),
    });
    if (one === null) return found;
    found.push(one);
  }
  return found;
}

function named(list: readonly JsonObject[], types: RegExp, ...keys: readonly string[]): string | null {
  const found = list.find((one) => types.test(pickText(one, 'type') ?? ''));
  return found === undefined ? null : pickText(found, ...keys);
}

function resource(list: readonly JsonObject[]): string | null {
  const app = named(list, /^AppInstance$/, 'displayName', 'alternateId', 'id');
  if (app !== null) return `app:${app}`;
  const group = named(list, /^UserGroup$/, 'displayName', 'id');
  if (group !== null) return `group:${group}`;
  const other = named(list, /^(?!User$|AppUser$)/, 'displayName', 'alternateId', 'id');
  return other;
}

function eventLines(record: number, event: JsonObject): Extracted[] {
  const type = pickText(event, 'eventType');
  const occurred_at = pick(event, 'published', 'timestamp', 'time');
  const actor = pickText(event, 'actor.alternateId', 'actor.displayName', 'actor.id');
  const outcome = pickText(event, 'outcome.result');
  const reason = pickText(event, 'outcome.reason');
  const ip = pickText(event, 'client.ipAddress');
  const list = targets(event);
  if (type !== null && USE.test(type)) {
    const value = {
      occurred_at,
      account: actor,
      resource: resource(list.filter((one) => pickText(one, 'type') === 'AppInstance')),
      action: wordFor(ACTIONS, type),
      result: RESULTS[outcome?.toUpperCase() ?? ''] ?? null,
      ip,
      user_agent: pickText(event, 'client.userAgent.rawUserAgent'),
      details: filled({
        event_id: pick(event, 'uuid'),
        event_type: type,
        outcome,
        reason,
        city: pick(event, 'client.geographicalContext.city'),
        country: pick(event, 'client.geographicalContext.country'),
      }),
    };
    return [{ record, of: 'use', value }];
  }
  const privilege = pickText(
    event,
    'debugContext.debugData.privilegeGranted',
    'debugContext.debugData.privilegeRevoked',
  );
  const changesRole = type !== null && /privilege\.(?:grant|revoke)$/.test(type);
  const user = named(list, /^(?:User|AppUser)$/, 'alternateId', 'displayName', 'id');
  const change: Extracted = {
    record,
    of: 'change',
    value: {
      event_id: pick(event, 'uuid'),
      occurred_at,
      event_type: MEANINGS.find(([pattern]) => type !== null && pattern.test(type))?.[1] ?? type,
      user_email: user,
      resource: changesRole ? (resource(list) ?? 'org') : resource(list),
      action: type,
      permission: privilege,
      actor,
      reason,
      metadata: filled({
        message: pick(event, 'displayMessage'),
        outcome,
        ip,
        target: list.length === 0 ? null : list,
      }),
    },
  };
  if (!changesRole || outcome?.toUpperCase() === 'FAILURE') return [change];
  const given = type.endsWith('grant');
  const value = {
    changed_at: occurred_at,
    user_email: user,
    old_role: given ? null : privilege,
    new_role: given ? privilege : null,
    changed_by: actor,
  };
  return [change, { record, of: 'role', value }];
}

/** Each event becomes a line of use, or a change; changes of administrator roles are told as such too. */
export const extract: Extract = (records) =>
  records.flatMap((event, i): Extracted[] =>
    isObject(event)
      ? eventLines(i + 1, event)
      : [{ record: i + 1, fault: 'an event must be an object with named fields', raw: event }],
  );
