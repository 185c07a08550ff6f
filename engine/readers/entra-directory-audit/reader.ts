import {
  asList,
  asText,
  isObject,
  type Extract,
  type Extracted,
  type Json,
  type JsonObject,
} from '#engine/intake/kit.ts';
import { fieldsOf, objectAt, parsedText, textAt, filled } from '#engine/intake/pick.ts';

/** Meaning of an activity by its name; names end in blanks and dashes of several kinds. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [
    /^add (?:eligible |scoped )?member to (?:role|group)|^add app role assignment|^add delegated permission grant|^consent to application|^add owner to|^add member to restricted/i,
    'access_granted',
  ],
  [
    /^remove (?:eligible |scoped |permanent )*(?:direct role |eligible role )?(?:member|assignment)? ?from (?:role|group)|^remove app role assignment|^remove delegated permission grant|^revoke consent|^remove owner from/i,
    'access_revoked',
  ],
  [/^add user|^invite external user|^add service principal$|^add application$/i, 'account_created'],
  [/^(?:hard )?delete (?:user|service principal|application)/i, 'account_deleted'],
  [/^disable account/i, 'account_disabled'],
  [/^enable account/i, 'account_enabled'],
  [
    /certificates and secrets management|^(?:add|remove|update) service principal credentials|password|^update stsrefreshtoken/i,
    'credential_changed',
  ],
  [/strong authentication|security info/i, 'mfa_changed'],
  [/polic(?:y|ies)|^set company|^set domain|^set federation|^update role setting/i, 'policy_updated'],
];

function meaningOf(activity: string): string {
  const known = MEANINGS.find(([pattern]) => pattern.test(activity))?.[1];
  return (
    known ??
    activity
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '_')
      .replace(/^_|_$/g, '')
  );
}

interface Target {
  name: string | null;
  address: string | null;
  type: string | null;
  properties: JsonObject[];
}

function targetsOf(item: JsonObject): Target[] {
  const listed = asList(parsedText(item['targetResources'] ?? item['TargetResources'])).filter(isObject);
  if (listed.length > 0) {
    return listed.map((one) => ({
      name: textAt(one, 'displayName', 'id'),
      address: textAt(one, 'userPrincipalName'),
      type: textAt(one, 'type'),
      properties: asList(one['modifiedProperties']).filter(isObject),
    }));
  }
  const field = fieldsOf(item);
  return [1, 2, 3].flatMap((n) => {
    const at = (name: string) => field(`Target${n}${name}`);
    const name = at('DisplayName') ?? at('ObjectId');
    const address = at('UserPrincipalName');
    if (name === null && address === null) return [];
    const properties = [1, 2, 3, 4, 5].flatMap((p) => {
      const displayName = at(`ModifiedProperty${p}Name`);
      return displayName === null
        ? []
        : [
            {
              displayName,
              oldValue: at(`ModifiedProperty${p}OldValue`),
              newValue: at(`ModifiedProperty${p}NewValue`),
            },
          ];
    });
    return [{ name, address, type: at('Type'), properties }];
  });
}

/** A property's value is JSON in a text: `"Global Administrator"`. */
function plain(value: Json | undefined): string | null {
  const text = asText(value);
  return text === null ? null : text.replace(/^"+|"+$/g, '') || null;
}

function roleOf(targets: readonly Target[]): string | null {
  for (const { properties } of targets) {
    const named = properties.find((one) =>
      /^(?:Role\.DisplayName|RoleDisplayName|Group\.DisplayName|AppRole\.Value)$/i.test(
        textAt(one, 'displayName') ?? '',
      ),
    );
    const role = named ? (plain(named['newValue']) ?? plain(named['oldValue'])) : null;
    if (role !== null) return role;
  }
  return targets.find((one) => /role|group/i.test(one.type ?? ''))?.name ?? null;
}

function auditRows(record: number, item: JsonObject): Extracted[] {
  const field = fieldsOf(item);
  const activity = (field('activityDisplayName', 'Activity', 'OperationName') ?? '').trim();
  const time = field('activityDateTime', 'Date (UTC)', 'TimeGenerated');
  const occurred = time !== null && /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(time) ? `${time}Z` : time;
  const by = objectAt(item, 'initiatedBy');
  const initiated = Object.keys(by).length > 0 ? by : objectAt(item, 'InitiatedBy');
  const actor =
    textAt(
      initiated,
      'user.userPrincipalName',
      'app.displayName',
      'app.servicePrincipalName',
      'user.displayName',
      'user.id',
      'app.appId',
    ) ??
    field(
      'ActorUserPrincipalName',
      'Actor UPN',
      'ActorDisplayName',
      'ActorServicePrincipalName',
      'InitiatingUserOrApp',
    );
  const ip = textAt(initiated, 'user.ipAddress') ?? field('IPAddress', 'IP address');
  const targets = targetsOf(item);
  const person = targets.find((one) => one.address !== null);
  const role = roleOf(targets);
  const resource =
    targets.find((one) => one !== person && one.name !== null)?.name ?? role ?? targets[0]?.name ?? null;
  const details = {
    category: field('category'),
    service: field('loggedByService', 'Service'),
    correlation_id: field('correlationId'),
    result: field('result', 'Status'),
    targets: targets.map((one) =>
      filled({ name: one.name, address: one.address, type: one.type, changed: one.properties }),
    ),
  };
  const event = field('id', 'CorrelationId');
  const reason = field('resultReason', 'ResultReason');
  if (!/^(?:success|timeout)?$/i.test(details.result ?? '')) {
    return [
      {
        record,
        of: 'use',
        value: {
          occurred_at: occurred,
          account: actor ?? 'unknown',
          system: 'entra',
          resource,
          action: activity,
          result: 'denied',
          ip,
          details: filled({ ...details, event_id: event, reason }),
        },
      },
    ];
  }
  const meaning = meaningOf(activity);
  const lines: Extracted[] = [
    {
      record,
      of: 'change',
      value: {
        event_id: event,
        occurred_at: occurred,
        event_type: meaning,
        user_email: person?.address ?? null,
        system: 'entra',
        resource,
        action: activity,
        permission: role,
        actor,
        reason,
        metadata: filled({ ...details, ip }),
      },
    },
  ];
  const granted = meaning === 'access_granted';
  if (
    (granted || meaning === 'access_revoked') &&
    /role/i.test(activity) &&
    !/app role/i.test(activity) &&
    person &&
    role !== null
  )
    lines.push({
      record,
      of: 'role',
      value: {
        changed_at: occurred,
        user_email: person.address,
        system: 'entra',
        old_role: granted ? null : role,
        new_role: granted ? role : null,
        changed_by: actor,
        justification: reason,
      },
    });
  return lines;
}

/** What succeeded is an audit event; what was refused is a use that was denied. */
export const extract: Extract = (records) =>
  records.flatMap((item, i): Extracted[] =>
    isObject(item)
      ? auditRows(i + 1, item)
      : [{ record: i + 1, fault: 'an entry must be an object with named fields', raw: item }],
  );
