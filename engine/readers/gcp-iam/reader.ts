import {
  asList,
  asText,
  isObject,
  type Extract,
  type Extracted,
  type JsonObject,
} from '#engine/intake/kit.ts';
import { objectAt, textAt, filled } from '#engine/intake/pick.ts';
import { policyRows } from './bindings.ts';

type First = (key: string) => boolean;

/** Assets that are access themselves: service accounts, their keys, and roles of the client's own. */
function assetRow(record: number, kind: string, name: string, data: JsonObject): Extracted | null {
  if (kind === 'ServiceAccount') {
    const email = textAt(data, 'email') ?? name.split('/').at(-1)!;
    return {
      record,
      of: 'account',
      value: {
        system: 'gcp',
        account_id: email,
        email,
        display_name: textAt(data, 'displayName'),
        kind: 'service',
        status: data['disabled'] === true ? 'disabled' : 'enabled',
        details: filled({
          name,
          unique_id: textAt(data, 'uniqueId'),
          description: textAt(data, 'description'),
          not_stated: ['created_at', 'last_login_at'],
        }),
      },
    };
  }
  if (kind === 'ServiceAccountKey') {
    const [, account, key] = /\/serviceAccounts\/([^/]+)\/keys\/([^/]+)$/.exec(name) ?? [];
    const created = textAt(data, 'validAfterTime');
    return {
      record,
      of: 'credential',
      value: {
        system: 'gcp',
        account_id: account ?? null,
        kind: 'access_key',
        credential_id: key ?? name,
        status: data['disabled'] === true ? 'disabled' : 'enabled',
        created_at: created,
        last_rotated_at: created,
        expires_at: textAt(data, 'validBeforeTime'),
        details: filled({
          key_type: textAt(data, 'keyType'),
          algorithm: textAt(data, 'keyAlgorithm'),
          origin: textAt(data, 'keyOrigin'),
          not_stated: ['last_used_at'],
        }),
      },
    };
  }
  if (kind === 'Role') {
    const permissions = asList(data['includedPermissions']).map(asText);
    const privileged = permissions.some(
      (one) => one !== null && /\.(?:setIamPolicy|actAs|getAccessToken)$|^\*$/.test(one),
    );
    return {
      record,
      of: 'entitlement',
      value: { system: 'gcp', resource: textAt(data, 'name') ?? name, permission: 'granted', privileged },
    };
  }
  return null;
}

function entryRows(record: number, item: JsonObject, first: First): Extracted[] | null {
  if (item['role'] !== undefined || item['bindings.role'] !== undefined)
    return policyRows({ record, resource: null, bindings: item, details: {} }, first);
  const name = textAt(item, 'resource', 'name');
  if (name === null) return null;
  const type = textAt(item, 'assetType', 'asset_type');
  const policy =
    objectAt(item, 'iamPolicy')['bindings'] ??
    objectAt(item, 'iam_policy')['bindings'] ??
    objectAt(item, 'policy')['bindings'];
  const lines = policyRows(
    {
      record,
      resource: name,
      bindings: policy,
      details:
        filled({
          asset_type: type,
          project: textAt(item, 'project'),
          ancestors: asList(item['ancestors']),
        }) ?? {},
    },
    first,
  );
  if (lines === null) return null;
  const asset = assetRow(record, type?.split('/').at(-1) ?? '', name, objectAt(item, 'resource.data'));
  if (asset && isObject(item['resource'])) lines.push(asset);
  // An asset without access of its own is still something that access can be given to.
  if (lines.length === 0)
    lines.push({ record, of: 'entitlement', value: { system: 'gcp', resource: name, permission: null } });
  return lines;
}

/** Every member of every binding becomes a grant; service accounts, keys and roles among the assets have tables of their own. */
export const extract: Extract = (records) => {
  const seen = new Set<string>();
  const first: First = (key) => !seen.has(key) && seen.add(key) !== undefined;
  return records.flatMap((item, i): Extracted[] => {
    const record = i + 1;
    if (!isObject(item))
      return [{ record, fault: 'an entry must be an object with named fields', raw: item }];
    return (
      entryRows(record, item, first) ?? [
        {
          record,
          fault: 'the entry is neither a binding of a role to members nor an asset with its name',
          raw: item,
        },
      ]
    );
  });
};
