import { isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { fieldsOf, objectAt, textAt, filled } from '#engine/intake/pick.ts';

/**
 * Codes with which a sign-in waits for something that the user has still to do (a second factor, consent, staying signed
 * in): neither a success nor a refusal.
 */
const INTERRUPTED = new Set([
  '16000',
  '50055',
  '50058',
  '50072',
  '50074',
  '50076',
  '50079',
  '50097',
  '50125',
  '50127',
  '50129',
  '50140',
  '50143',
  '50144',
  '65001',
]);

/** The portal writes UTC without saying so in the value; its header does. */
export function inUtc(time: string | null): string | null {
  return time !== null && /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(time) ? `${time}Z` : time;
}

function resultOf(code: string | null, status: string | null): string | null {
  if (code === '0' || (code === null && /^success$/i.test(status ?? ''))) return 'success';
  if (/^interrupted$/i.test(status ?? '') || INTERRUPTED.has(code ?? '')) return 'error';
  return code === null && status === null ? null : 'denied';
}

function signInRow(item: JsonObject): JsonObject {
  const field = fieldsOf(item);
  const status = objectAt(item, 'status');
  const code = textAt(status, 'errorCode') ?? field('Sign-in error code', 'ResultType');
  const location = item['location'] ?? item['LocationDetails'] ?? field('Location');
  return {
    occurred_at: inUtc(field('createdDateTime', 'Date (UTC)', 'TimeGenerated')),
    account: field('userPrincipalName', 'Username', 'servicePrincipalName', 'servicePrincipalId'),
    system: 'entra',
    resource: field('appDisplayName', 'Application', 'resourceDisplayName', 'Resource'),
    action: 'login',
    result: resultOf(code, isObject(item['status']) ? null : field('Status')),
    status_code: code,
    ip: field('ipAddress', 'IP address'),
    user_agent: field('userAgent', 'User agent') ?? null,
    details: filled({
      event_id: field('id', 'Request ID'),
      correlation_id: field('correlationId', 'Correlation ID'),
      user_id: field('userId', 'User ID'),
      user_type: field('userType', 'User type'),
      reason: textAt(status, 'failureReason') ?? field('Failure reason', 'ResultDescription'),
      client: field('clientAppUsed', 'Client app'),
      requirement: field(
        'authenticationRequirement',
        'Authentication requirement',
        'Multifactor authentication result',
      ),
      conditional_access: field('conditionalAccessStatus', 'Conditional Access'),
      risk: field('riskLevelDuringSignIn', 'riskLevelAggregated'),
      target: field('resourceDisplayName', 'Resource'),
      location,
      device: objectAt(item, 'deviceDetail'),
    }),
  };
}

/** Every sign-in becomes one use. */
export const extract: Extract = (records) =>
  records.map(
    (item, i): Extracted =>
      isObject(item)
        ? { record: i + 1, of: 'use', value: signInRow(item) }
        : { record: i + 1, fault: 'a sign-in must be an object with named fields', raw: item },
  );
