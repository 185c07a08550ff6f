import { asList, isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { filled, pick, pickText } from '#engine/intake/pick.ts';

/** As grants name it: `namespace/resource.group`, the path where the request concerns no resource. */
function resource(event: JsonObject): string | null {
  const name = pickText(event, 'objectRef.resource');
  if (name === null) return pickText(event, 'requestURI')?.split('?')[0] ?? null;
  const sub = pickText(event, 'objectRef.subresource');
  const group = pickText(event, 'objectRef.apiGroup');
  const scope = pickText(event, 'objectRef.namespace') ?? '*';
  return `${scope}/${name}${sub === null ? '' : `/${sub}`}${group === null ? '' : `.${group}`}`;
}

function result(code: number | null): string | null {
  if (code === null) return null;
  if (code === 401 || code === 403) return 'denied';
  return code >= 100 && code < 400 ? 'success' : 'error';
}

/** Meaning of a successful change of access; null = it changes none. */
function meaning(event: JsonObject): string | null {
  const verb = pickText(event, 'verb') ?? '';
  if (!/^(?:create|update|patch|delete|deletecollection)$/.test(verb)) return null;
  switch (pickText(event, 'objectRef.resource')) {
    case 'rolebindings':
    case 'clusterrolebindings':
      return verb === 'create'
        ? 'access_granted'
        : verb.startsWith('delete')
          ? 'access_revoked'
          : 'modify_permissions';
    case 'roles':
    case 'clusterroles':
      return 'policy_updated';
    case 'serviceaccounts':
      if (pickText(event, 'objectRef.subresource') !== null) return verb === 'create' ? 'token_issued' : null;
      return verb === 'create' ? 'account_created' : verb.startsWith('delete') ? 'account_disabled' : null;
    default:
      return null;
  }
}

/** The one subject of a binding; several are read from the body in the metadata. */
function beneficiary(body: JsonObject): string | null {
  const subjects = asList(pick(body, 'subjects')).filter(isObject);
  return subjects.length === 1 ? pickText(subjects[0]!, 'name') : null;
}

function eventLines(record: number, event: JsonObject): Extracted[] {
  if (pickText(event, 'stage') === 'RequestReceived') return [];
  const occurred_at = pick(event, 'requestReceivedTimestamp', 'timestamp', 'stageTimestamp');
  const user = pickText(event, 'user.username');
  const impersonated = pickText(event, 'impersonatedUser.username');
  const account = impersonated ?? user;
  const stated = pickText(event, 'responseStatus.code');
  const code = stated === null ? null : Number(stated);
  const event_id = pick(event, 'auditID');
  const name = pick(event, 'objectRef.name');
  const impersonated_by = impersonated === null ? null : user;
  const use: Extracted = {
    record,
    of: 'use',
    value: {
      occurred_at,
      account,
      resource: resource(event),
      action: pick(event, 'verb'),
      result: result(code),
      status_code: code,
      ip: asList(pick(event, 'sourceIPs'))[0] ?? null,
      user_agent: pick(event, 'userAgent'),
      details: filled({
        event_id,
        name,
        impersonated_by,
        decision: isObject(event['annotations'])
          ? (event['annotations']['authorization.k8s.io/decision'] ?? null)
          : null,
      }),
    },
  };
  const event_type = meaning(event);
  if (event_type === null || result(code) !== 'success') return [use];
  const stated_body = pick(event, 'requestObject', 'responseObject');
  const body = isObject(stated_body) ? stated_body : {};
  const role = pickText(body, 'roleRef.name');
  const value = {
    event_id,
    occurred_at,
    event_type,
    user_email: beneficiary(body),
    resource: resource(event),
    action: pick(event, 'verb'),
    permission: role === null ? null : `${pickText(body, 'roleRef.kind') ?? 'Role'}/${role}`,
    actor: account,
    metadata: filled({ name, impersonated_by, object: stated_body }),
  };
  return [use, { record, of: 'change', value }];
}

/** Each finished request becomes a line of use, changes of access a change besides. */
export const extract: Extract = (records) =>
  records.flatMap((event, i): Extracted[] =>
    isObject(event)
      ? eventLines(i + 1, event)
      : [{ record: i + 1, fault: 'an event must be an object with named fields', raw: event }],
  );
