/*
id: trail.writers-limited
version: 1
title: Only named administrators can change logs, or the policies and systems that produce them
severity:
  writes_logs: high
  writes_policies: medium
  fine: low
subject: grant
needs:
  grants: [as_of, system, account_id, identity_id, resource, permission]
params:
  log_resources:
    type: text
    unit: regular expression
    doc: Names of systems and resources that hold logs, without regard to case
    default: (^|[^a-z])(audit|logs?|logging|siem|splunk|cloudtrail|syslog|trail)([^a-z]|$)
    pattern: '.+'
  policy_resources:
    type: text
    unit: regular expression
    doc: Names of systems and resources that decide about access, without regard to case
    default: (^|[^a-z])(iam|polic(y|ies)|admin-console|idp)([^a-z]|$)
    pattern: '.+'
  write_permissions:
    type: text
    unit: regular expression
    doc: Permissions that change what is there, without regard to case
    default: (^|[^a-z])(admin|administrator|owner|write|writer|edit|editor|delete|manage|manager|maintainer|full|power|superuser|root)([^a-z]|$)
    pattern: '.+'
reasons:
  writes_logs:
    title: Somebody can change or delete logs
    recommendation: Confirm that the person needs it and is none of those whose actions the log records; else remove it.
  writes_policies:
    title: Somebody can change what decides about access
    recommendation: Confirm that the person needs it and that each change leaves an event in a log that they cannot write.
  fine:
    title: Reads only, or something else
texts:
  criteria: Who administers systems cannot alter the record of it.
  effect: The trail is worth as much as those who can write it are kept from doing so.
*/
WITH held AS (
  SELECT a.*, coalesce(lower(trim(p.email)), a.account_id) AS person,
    regexp_matches(a.system || ':' || a.resource, $log_resources, 'i') AS is_log,
    regexp_matches(a.system || ':' || a.resource, $policy_resources, 'i') AS is_policy,
    regexp_matches(coalesce(a.permission, ''), $write_permissions, 'i') AS can_write
  FROM actual_grants($as_of::TIMESTAMPTZ) AS a LEFT JOIN people() AS p ON p.identity_id = a.identity_id
)
SELECT 'grant' AS subject_type, person || '|' || system || ':' || resource || '|' || permission AS subject_id,
  'lead' AS outcome, CASE WHEN is_log THEN 'writes_logs' ELSE 'writes_policies' END AS reason_code,
  person || ' holds ' || permission || ' on ' || system || ':' || resource AS summary,
  json_object('person', person, 'account', account_id, 'system', system, 'resource', resource, 'permission', permission, 'line', line) AS details,
  [{'table': 'grants', 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  CASE WHEN account_id = person THEN '' ELSE account_id END AS finding_key
FROM held WHERE can_write AND (is_log OR is_policy)
ORDER BY reason_code, subject_id, finding_key
