import {
  asList,
  asText,
  isObject,
  type Extract,
  type Extracted,
  type Json,
  type JsonObject,
} from '#engine/intake/kit.ts';
import { objectAt, parsedText, textAt, valueAt, filled } from '#engine/intake/pick.ts';
import { meaningOf, permissionOf, roleChange, subjectOf } from './calls.ts';

/** The account that acted. A session named by an address is its person; other sessions count as their role. */
function accountOf(identity: JsonObject): string | null {
  const arn = textAt(identity, 'arn') ?? '';
  const session = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  switch (textAt(identity, 'type')) {
    case 'Root':
      return '<root_account>';
    case 'AssumedRole':
      if (session?.[2]?.includes('@')) return session[2];
      return `role/${session?.[1] ?? textAt(identity, 'sessionContext.sessionIssuer.userName') ?? textAt(identity, 'principalId') ?? ''}`;
    case 'AWSService':
      return textAt(identity, 'invokedBy');
    case 'IdentityCenterUser':
      return textAt(identity, 'onBehalfOf.userId', 'principalId', 'accountId');
    default:
      return textAt(
        identity,
        'userName',
        'sessionContext.sessionIssuer.userName',
        'arn',
        'principalId',
        'accountId',
        'invokedBy',
      );
  }
}

function resultOf(event: JsonObject): string {
  const code = textAt(event, 'errorCode');
  const signIn = textAt(event, 'responseElements.ConsoleLogin', 'responseElements.CheckMfa');
  if (signIn?.toLowerCase() === 'failure') return 'denied';
  if (code === null) return 'success';
  return /denied|unauthorized|forbidden|notauthorized|invalidclienttokenid|signaturedoesnotmatch|failed ?authentication/i.test(
    code,
  )
    ? 'denied'
    : 'error';
}

/** Parameters that name what a call was about, where the event lists no resource. */
const NAMES = [
  'roleArn',
  'policyArn',
  'trailName',
  'secretId',
  'functionName',
  'keyId',
  'userName',
  'roleName',
  'groupName',
  'policyName',
  'instanceId',
  'snapshotId',
  'imageId',
  'dBSnapshotIdentifier',
  'modelId',
  'name',
  'target',
  'groupId',
];

function resourceOf(event: JsonObject, parameters: JsonObject): string | null {
  const bucket = textAt(parameters, 'bucketName');
  const key = textAt(parameters, 'key');
  if (bucket !== null) return `arn:aws:s3:::${bucket}${key === null ? '' : `/${key}`}`;
  const listed = asList(event['resources'])
    .map((one) => textAt(one, 'ARN', 'arn'))
    .find((arn) => arn !== null);
  if (listed) return listed;
  const name = NAMES.find((one) => textAt(parameters, one) !== null);
  return name === undefined ? null : textAt(parameters, name);
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;

function eventRows(record: number, event: JsonObject): Extracted[] {
  const name = asText(event['eventName'])!;
  const service = (asText(event['eventSource']) ?? '').replace(/\.amazonaws\.com$/, '');
  const call = `${service}:${name}`;
  const identity = objectAt(event, 'userIdentity');
  const parameters = objectAt(event, 'requestParameters');
  const owner = textAt(event, 'recipientAccountId', 'userIdentity.accountId');
  const system = owner !== null && /^\d{12}$/.test(owner) ? `aws-${owner}` : 'aws';
  const occurred = textAt(event, 'eventTime', '@timestamp', 'EventTime');
  const source = textAt(event, 'sourceIPAddress');
  const account = accountOf(identity) ?? textAt(event, 'Username');
  const resource = resourceOf(event, parameters);
  const result = resultOf(event);
  const login = /^(?:ConsoleLogin|UserAuthentication|Federate)$/.test(name);
  const out: Json | undefined = valueAt(event, 'additionalEventData.bytesTransferredOut');
  const common = { event_id: textAt(event, 'eventID'), region: textAt(event, 'awsRegion') };
  const lines: Extracted[] = [
    {
      record,
      of: 'use',
      value: {
        occurred_at: occurred,
        account,
        system,
        resource,
        action: login ? 'login' : call,
        result,
        ip: source !== null && ADDRESS.test(source) ? source : null,
        user_agent: textAt(event, 'userAgent'),
        bytes: out ?? null,
        details: filled({
          ...common,
          call: login ? call : null,
          from: source !== null && ADDRESS.test(source) ? null : source,
          identity: textAt(identity, 'type'),
          arn: textAt(identity, 'arn'),
          access_key: textAt(identity, 'accessKeyId'),
          mfa:
            textAt(event, 'additionalEventData.MFAUsed') ??
            textAt(identity, 'sessionContext.attributes.mfaAuthenticated'),
          root: textAt(identity, 'type') === 'Root' ? true : null,
          read_only: textAt(event, 'readOnly'),
          error: textAt(event, 'errorCode'),
          message: textAt(event, 'errorMessage'),
        }),
      },
    },
  ];
  const meaning = meaningOf(call);
  if (meaning === null || result !== 'success') return lines;
  const subject = subjectOf(parameters);
  lines.push({
    record,
    of: 'change',
    value: {
      event_id: common.event_id,
      occurred_at: occurred,
      event_type: meaning,
      user_email: subject,
      system,
      resource,
      action: call,
      permission: permissionOf(parameters),
      actor: account,
      metadata: filled({ ...common, ip: source, arn: textAt(identity, 'arn'), request: parameters }),
    },
  });
  const role = roleChange(call, parameters);
  if (role)
    lines.push({
      record,
      of: 'role',
      value: { changed_at: occurred, user_email: subject, system, ...role, changed_by: account },
    });
  return lines;
}

/** Every event is a use; successful calls that change access or its record are audit events as well. */
export const extract: Extract = (records) =>
  records.flatMap((item, i): Extracted[] => {
    const record = i + 1;
    if (!isObject(item))
      return [{ record, fault: 'an event must be an object with named fields', raw: item }];
    // The answer of lookup-events holds each event once more, whole, as a text.
    const inner = item['CloudTrailEvent'];
    const event = inner === undefined ? item : parsedText(inner);
    if (!isObject(event)) return [{ record, fault: 'CloudTrailEvent holds no event', raw: item }];
    if (asText(event['eventName']) === null)
      return [{ record, fault: 'the event has no eventName', raw: item }];
    return eventRows(record, event);
  });
