import {
  asList,
  asText,
  isObject,
  type Extract,
  type Extracted,
  type Json,
  type JsonObject,
  wordFor,
} from '#engine/intake/kit.ts';
import { textAt, valueAt, filled } from '#engine/intake/pick.ts';

/** Members that have a column of their own. */
const TAKEN = new Set(['id', 'resource', 'principal', 'status', 'createdAt']);

/** What the types of version 2 mean; others are shown as the tool writes them. */
const TITLES: Readonly<Record<string, string>> = {
  ExternalAccess: 'Access from outside the account or organisation',
  InternalAccess: 'Access from inside the organisation',
  UnusedIAMRole: 'The role is not used',
  UnusedIAMUserAccessKey: 'The access key is not used',
  UnusedIAMUserPassword: 'The password is not used',
  UnusedPermission: 'Permissions are not used',
};

/** `AWS: 123456789012`, one for each kind and name. */
function principals(value: Json | undefined): string[] {
  if (!isObject(value)) return asText(value) === null ? [] : [asText(value)!];
  return Object.entries(value).flatMap(([kind, names]) =>
    asList(names).map((name) => `${kind}: ${asText(name) ?? ''}`),
  );
}

function findingRow(finding: JsonObject): JsonObject {
  const details = asList(finding['findingDetails']);
  const named = [
    ...principals(finding['principal']),
    ...details.flatMap((one) => principals(valueAt(one, 'externalAccessDetails.principal'))),
    ...details.flatMap((one) => principals(valueAt(one, 'internalAccessDetails.principal'))),
  ];
  const isPublic =
    finding['isPublic'] === true ||
    details.some((one) => valueAt(one, 'externalAccessDetails.isPublic') === true);
  const type = textAt(finding, 'findingType');
  const access = isPublic ? 'Access for everybody' : TITLES['ExternalAccess']!;
  return {
    tool: 'aws-access-analyzer',
    finding_id: asText(finding['id']),
    resource: asText(finding['resource']),
    principal: named.length === 0 ? null : named.join('; '),
    title: type === null || type === 'ExternalAccess' ? access : wordFor(TITLES, type),
    severity: textAt(finding, 'severity'),
    status: asText(finding['status']),
    found_at: asText(finding['createdAt']),
    details: filled(Object.fromEntries(Object.entries(finding).filter(([key]) => !TAKEN.has(key)))),
  };
}

/** A finding of version 1 or 2, listed or asked for singly, becomes one row. */
export const extract: Extract = (records) =>
  records.map(
    (finding, i): Extracted =>
      isObject(finding)
        ? { record: i + 1, of: 'finding', value: findingRow(finding) }
        : { record: i + 1, fault: 'a finding must be an object with named fields', raw: finding },
  );
