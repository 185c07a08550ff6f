import {
  asList,
  asText,
  isObject,
  type Extract,
  type Extracted,
  type JsonObject,
} from '#engine/intake/kit.ts';
import { objectAt, textAt, valueAt, filled } from '#engine/intake/pick.ts';
import { memberOf } from '../gcp-iam/bindings.ts';

/** Calls that change accounts, credentials, roles or logging, by the end of their method's name. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/\bCreateServiceAccountKey$|\bUploadServiceAccountKey$/, 'credential_created'],
  [/\b(?:Disable|Enable)ServiceAccountKey$/, 'credential_changed'],
  [/\bDeleteServiceAccountKey$/, 'credential_deleted'],
  [/\bCreateServiceAccount$/, 'account_created'],
  [/\bDisableServiceAccount$/, 'account_disabled'],
  [/\bDeleteServiceAccount$/, 'account_deleted'],
  [/\b(?:Create|Update|Delete|Undelete)Role$/, 'policy_updated'],
  [/\b(?:SetOrgPolicy|CreatePolicy|UpdatePolicy|DeletePolicy)$/, 'policy_updated'],
  [/SetIamPolic(?:y|ies)$|\bsetIamPermissions$/i, 'policy_updated'],
  [
    /ConfigService(?:V2)?\.(?:Create|Update|Delete)(?:Sink|Exclusion|Bucket|CmekSettings|Settings)$/,
    'logging_changed',
  ],
  [/LoggingService(?:V2)?\.DeleteLog$/, 'logging_changed'],
];

/** google.rpc.Code: 7 permission denied, 16 unauthenticated. */
function resultOf(payload: JsonObject): { result: string; status: string | null } {
  const code = textAt(payload, 'status.code');
  const refused = asList(payload['authorizationInfo']).some((one) => valueAt(one, 'granted') === false);
  if (code === '7' || code === '16' || (refused && code !== null && code !== '0'))
    return { result: 'denied', status: code };
  return { result: code === null || code === '0' ? 'success' : 'error', status: code };
}

/** Changes of bindings: in the place of today's logs, and in that of older ones. */
function deltasOf(payload: JsonObject): JsonObject[] {
  return [
    ...asList(valueAt(payload, 'serviceData.policyDelta.bindingDeltas')),
    ...asList(valueAt(payload, 'metadata.policyDelta.bindingDeltas')),
  ].filter(isObject);
}

function auditRows(record: number, entry: JsonObject, payload: JsonObject): Extracted[] {
  const occurred = textAt(entry, 'timestamp', 'receiveTimestamp');
  const account = textAt(payload, 'authenticationInfo.principalEmail', 'authenticationInfo.principalSubject');
  const service = textAt(payload, 'serviceName') ?? '';
  const method = textAt(payload, 'methodName') ?? '';
  const resource = textAt(payload, 'resourceName');
  const { result, status } = resultOf(payload);
  const id = textAt(entry, 'insertId');
  const lines: Extracted[] = [
    {
      record,
      of: 'use',
      value: {
        occurred_at: occurred,
        // Some calls of Google's own services and of anybody name nobody.
        account: account ?? 'anonymous',
        system: 'gcp',
        resource,
        action: method,
        result,
        status_code: status,
        ip: textAt(payload, 'requestMetadata.callerIp'),
        user_agent: textAt(payload, 'requestMetadata.callerSuppliedUserAgent'),
        details: filled({
          event_id: id,
          log: (textAt(entry, 'logName') ?? '').split('%2F').at(-1),
          service,
          severity: textAt(entry, 'severity'),
          project: textAt(entry, 'resource.labels.project_id'),
          delegation: asList(valueAt(payload, 'authenticationInfo.serviceAccountDelegationInfo')),
          key: textAt(payload, 'authenticationInfo.serviceAccountKeyName'),
          permissions: asList(payload['authorizationInfo']).map((one) => textAt(one, 'permission')),
          error: textAt(payload, 'status.message'),
        }),
      },
    },
  ];
  const meaning = MEANINGS.find(([pattern]) => pattern.test(method))?.[1];
  if (meaning === undefined || result !== 'success') return lines;
  const common = { occurred_at: occurred, system: 'gcp', resource, action: method, actor: account };
  const metadata = filled({
    insert_id: id,
    service,
    ip: textAt(payload, 'requestMetadata.callerIp'),
    request: objectAt(payload, 'request'),
  });
  const deltas = deltasOf(payload);
  if (deltas.length === 0) {
    lines.push({
      record,
      of: 'change',
      value: { ...common, event_id: id, event_type: meaning, user_email: null, permission: null, metadata },
    });
  }
  deltas.forEach((delta, i) => {
    const given = textAt(delta, 'action') !== 'REMOVE';
    const member = memberOf(textAt(delta, 'member') ?? '');
    const role = textAt(delta, 'role');
    lines.push({
      record,
      of: 'change',
      value: {
        ...common,
        event_id: deltas.length === 1 ? id : `${id ?? ''}#${i + 1}`,
        event_type: given ? 'access_granted' : 'access_revoked',
        user_email: member.account,
        permission: role,
        metadata: filled({
          ...metadata,
          member: textAt(delta, 'member'),
          condition: objectAt(delta, 'condition'),
        }),
      },
    });
    if (member.kind === 'user')
      lines.push({
        record,
        of: 'role',
        value: {
          changed_at: occurred,
          user_email: member.account,
          system: 'gcp',
          old_role: given ? null : role,
          new_role: given ? role : null,
          changed_by: account,
        },
      });
  });
  return lines;
}

/** Access by Google's own staff: an account that stands for whoever of them it was. */
function transparencyRows(record: number, entry: JsonObject, payload: JsonObject): Extracted[] {
  const accesses = asList(payload['accesses']);
  const firm = textAt(payload, 'location.principalEmployingEntity') ?? 'Google';
  return (accesses.length === 0 ? [null] : accesses).map(
    (access): Extracted => ({
      record,
      of: 'use',
      value: {
        occurred_at: textAt(entry, 'timestamp', 'receiveTimestamp'),
        account: `provider staff (${firm})`,
        system: 'gcp',
        resource: textAt(access ?? {}, 'resourceName'),
        action: textAt(access ?? {}, 'methodName'),
        result: 'success',
        details: filled({
          event_id: textAt(payload, 'eventId') ?? textAt(entry, 'insertId'),
          log: 'access_transparency',
          provider_staff: true,
          reason: asList(payload['reason']),
          product: asList(payload['product']),
          job: textAt(payload, 'principalJobTitle'),
          country: textAt(payload, 'location.principalPhysicalLocationCountry'),
          office_country: textAt(payload, 'location.principalOfficeCountry'),
          permissions: asList(payload['permissionDetails']),
          approvals: asList(payload['accessApprovals']).map(asText),
        }),
      },
    }),
  );
}

/** Audit entries are uses, and changes where they change access; Access Transparency entries are uses by the provider. */
export const extract: Extract = (records) =>
  records.flatMap((entry, i): Extracted[] => {
    const record = i + 1;
    if (!isObject(entry))
      return [{ record, fault: 'an entry must be an object with named fields', raw: entry }];
    const proto = objectAt(entry, 'protoPayload');
    if (textAt(proto, 'methodName') !== null) return auditRows(record, entry, proto);
    const json = objectAt(entry, 'jsonPayload');
    if (
      textAt(json, '@type')?.endsWith('TransparencyLog') ||
      textAt(entry, 'logName')?.endsWith('access_transparency')
    )
      return transparencyRows(record, entry, json);
    return [{ record, fault: 'the entry is neither of an audit log nor of Access Transparency', raw: entry }];
  });
