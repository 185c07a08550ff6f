import { isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { fieldsOf, objectAt, parsedText, filled } from '#engine/intake/pick.ts';

/** Times are in UTC without saying so. */
function inUtc(time: string | null): string | null {
  return time !== null && /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(time) ? `${time}Z` : time;
}

/** `198.51.100.7:443` and `[2001:db8::1]:443` as the address alone. */
function address(text: string | null): string | null {
  const found = /^(?:\[([0-9a-f:.]+)\]|((?:\d{1,3}\.){3}\d{1,3})|([0-9a-f:]+))(?::\d+)?$/i.exec(text ?? '');
  return found ? (found[1] ?? found[2] ?? found[3] ?? null) : null;
}

function useRow(item: JsonObject): JsonObject {
  const inner = objectAt(item, 'AuditData');
  const all: JsonObject = { ...item, ...inner };
  const field = fieldsOf(all);
  const status = field('ResultStatus');
  return {
    occurred_at: inUtc(field('CreationTime', 'TimeGenerated', 'CreationDate')),
    account: field('UserId', 'UserIds', 'UserKey'),
    system: `m365-${(field('Workload', 'OfficeWorkload') ?? 'unknown').toLowerCase()}`,
    resource: field('ObjectId', 'OfficeObjectId', 'SourceFileName', 'MailboxOwnerUPN', 'Site_Url', 'SiteUrl'),
    action: field('Operation', 'Operations'),
    result:
      status === null || /^(?:succeeded|success|true|partiallysucceeded)$/i.test(status)
        ? 'success'
        : /fail|denied|false/i.test(status)
          ? 'denied'
          : 'error',
    ip: address(field('ClientIP', 'ClientIPAddress', 'Client_IPAddress', 'ActorIpAddress')),
    user_agent: field('UserAgent', 'ClientInfoString'),
    bytes: field('FileSizeBytes'),
    details: filled({
      event_id: field('Id', 'OfficeId', 'SourceRecordId', 'Identity'),
      record_type: field('RecordType'),
      user_type: field('UserType'),
      external: field('ExternalAccess'),
      logon_type: field('LogonType', 'Logon_Type'),
      app: field('AppId', 'ClientAppId', 'ApplicationId'),
      target: field('TargetUserOrGroupName'),
      target_type: field('TargetUserOrGroupType'),
      changed: parsedText(all['ModifiedProperties'] ?? all['Parameters'] ?? null),
    }),
  };
}

/** Every entry is a use. */
export const extract: Extract = (records) =>
  records.map(
    (item, i): Extracted =>
      isObject(item)
        ? { record: i + 1, of: 'use', value: useRow(item) }
        : { record: i + 1, fault: 'an entry must be an object with named fields', raw: item },
  );
