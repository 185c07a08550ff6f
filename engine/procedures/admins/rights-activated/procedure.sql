/*
id: admins.rights-activated
version: 1
title: Administrative rights are activated when they are needed, and end by themselves
severity:
  standing: medium
  long_activation: low
  activated: low
subject: account
needs:
  grants: [as_of, system, account_id, resource, permission, via, granted_at, expires_at, details]
  entitlements: [system, resource, permission, privileged]
params:
  max_hours:
    type: integer
    unit: hours
    doc: Longest time that an activation may last
    default: 24
    min: 1
    max: 8760
  exempt:
    type: text
    unit: regular expression
    doc: Accounts that may hold administrative rights for good, for emergencies
    default: 'break-?glass|emergency'
    pattern: '[^\n]+'
reasons:
  standing:
    title: The right is held for good
    recommendation: Make the assignment eligible, to be activated with a reason and for a limited time.
  long_activation:
    title: The activation lasts longer than allowed
    recommendation: Shorten the longest time of an activation in the settings of the role.
  activated:
    title: The right is eligible, or activated for a short time
texts:
  criteria: Administrative rights are eligible, and activated for at most {params.max_hours} hours.
  effect: A right that is always there is there for whoever takes over the account.
*/
WITH powers AS (
  SELECT DISTINCT system, resource, permission FROM entitlements WHERE privileged
), managed AS (
  SELECT g.*, json_extract_string(g.details, '$.assignment') = 'eligible' AS is_eligible,
    json_extract_string(g.details, '$.permanent') = 'true' AS is_permanent,
    coalesce(json_extract_string(g.details, '$.activated') = 'true', false) AS is_activated
  FROM snapshot_at($as_of::TIMESTAMPTZ) AS g
  SEMI JOIN powers AS p ON p.system = g.system AND p.resource = g.resource AND (p.permission IS NULL OR p.permission = g.permission)
  WHERE json_extract_string(g.details, '$.assignment') IN ('eligible', 'active')
    AND NOT regexp_matches(lower(g.account_id), $exempt::VARCHAR)
), judged AS (
  SELECT *, CASE
      WHEN is_eligible THEN 'activated'
      WHEN is_activated AND expires_at - granted_at > to_hours($max_hours::BIGINT) THEN 'long_activation'
      WHEN is_activated THEN 'activated'
      ELSE 'standing' END AS reason
  FROM managed
)
SELECT 'account' AS subject_type, system || '|' || account_id AS subject_id,
  CASE reason WHEN 'activated' THEN 'pass' ELSE 'exception' END AS outcome, reason AS reason_code,
  account_id || ': ' || permission || ' over ' || resource || CASE reason WHEN 'standing' THEN ' is held for good'
    WHEN 'long_activation' THEN ' is activated for ' || date_diff('minute', granted_at, expires_at) // 60 || ' hours' ELSE ' is activated when needed' END AS summary,
  json_object('system', system, 'account', account_id, 'resource', resource, 'role', permission, 'via', via, 'granted_at', granted_at,
    'expires_at', expires_at, 'permanent', coalesce(is_permanent, false)) AS details,
  [{'table': 'grants', 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  resource || '|' || permission || '|' || coalesce(via, '') AS finding_key
FROM judged
ORDER BY reason_code, subject_id, finding_key
