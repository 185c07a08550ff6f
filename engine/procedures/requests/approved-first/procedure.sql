/*
id: requests.approved-first
version: 2
title: Access was given after those in charge had approved the request
severity:
  rejected_yet_granted: high
  not_approved: high
  self_approved: high
  second_level_missing: high
  granted_before_approval: medium
  levels_out_of_order: medium
  wrong_approver: medium
  approver_not_in_post: medium
  manager_unknown: low
subject: request
needs:
  access_requests: [request_id, requester_email, user_email, system, resource, permission, status, requested_at, granted_at, is_admin]
  approvals: [request_id, level, approver_email, decided_at, decision]
optional_needs:
  identities:
    columns: [identity_id, email, manager_email, hired_at, left_at]
    without: Whether the manager of record approved was not tested.
  role_holders:
    columns: [role, email, held_from, held_until]
    without: Whether the second approver held the office was not tested.
  entitlements:
    columns: [system, resource, permission, required_approver]
    without: Whether the one in charge of the resource approved was not tested.
params:
  second_role:
    type: text
    unit: name
    doc: Role, as the list of role holders names it, whose holder approves administrative access on the second level
    default: security_lead
    pattern: '[A-Za-z0-9_: -]{1,80}'
reasons:
  rejected_yet_granted:
    title: The request was rejected and the access given all the same
  not_approved:
    title: The access was given and nobody approved the request
  self_approved:
    title: The requester, or the person concerned, approved the request
  second_level_missing:
    title: Administrative access was given without the second approval
  granted_before_approval:
    title: The access was given before the approval
  levels_out_of_order:
    title: The second level approved before the first
  wrong_approver:
    title: Somebody approved who is neither the manager nor in charge of the resource or the office
  approver_not_in_post:
    title: The approver did not hold the office, or was not employed, at that time
  manager_unknown:
    title: Who the manager of the person is, is not stated
texts:
  criteria: The manager approves a request, for administrative access then the security lead; only then is the access given.
  effect: Somebody holds access that nobody answers for.
  recommendation: Have the access decided by those in charge now; find out how it could be given.
*/
WITH asked AS (
  SELECT *, lower(trim(user_email)) AS person, lower(trim(requester_email)) AS requester,
    CASE WHEN granted_at < $period_end::TIMESTAMPTZ THEN granted_at END AS given_at
  FROM access_requests
  WHERE requested_at < $period_end::TIMESTAMPTZ
    AND (requested_at >= $period_start::TIMESTAMPTZ OR granted_at >= $period_start::TIMESTAMPTZ)
), offices AS (
  SELECT lower(trim(role)) AS role, lower(trim(email)) AS email, held_from, held_until FROM role_holders
), staff AS (
  SELECT lower(trim(email)) AS email, min(lower(trim(manager_email))) AS manager, min(hired_at) AS hired_at, max(left_at) AS left_at
  FROM people() GROUP BY ALL
), decided AS (
  SELECT a.request_id, a.level, lower(trim(a.approver_email)) AS approver, a.decided_at, a.source_id, a.record_no,
    lower(trim(a.decision)) IN ('approved', 'approve') AS yes, lower(trim(a.decision)) IN ('rejected', 'reject') AS no
  FROM approvals AS a WHERE a.decided_at < $period_end::TIMESTAMPTZ
), charged AS (
  SELECT DISTINCT r.source_id, r.record_no, o.approver
  FROM asked AS r JOIN (
    SELECT e.system, e.resource, e.permission, coalesce(h.email, lower(trim(e.required_approver))) AS approver
    FROM entitlements AS e LEFT JOIN offices AS h ON h.role = lower(trim(e.required_approver))
    WHERE nullif(trim(e.required_approver), '') IS NOT NULL) AS o
    ON o.system = r.system AND o.resource = r.resource AND coalesce(o.permission, r.permission) = r.permission
), judged_one AS (
  SELECT r.source_id AS request_source, r.record_no AS request_no, d.*,
    d.yes AND d.approver IN (r.requester, r.person) AS own,
    m.manager IS NULL AND coalesce(d.level, 1) = 1 AS manager_unknown,
    -- Null where the manager is not known.
    CASE
      WHEN coalesce(d.level, 1) = 1 THEN d.approver = m.manager
      ELSE EXISTS (SELECT 1 FROM offices AS o WHERE o.role = lower(trim($second_role::VARCHAR)) AND o.email = d.approver) END AS by_office,
    EXISTS (SELECT 1 FROM charged AS c WHERE c.source_id = r.source_id AND c.record_no = r.record_no AND c.approver = d.approver) AS by_charge,
    EXISTS (SELECT 1 FROM offices AS o WHERE o.role = lower(trim($second_role::VARCHAR)) AND o.email = d.approver
      AND (o.held_from IS NULL OR o.held_from <= d.decided_at) AND (o.held_until IS NULL OR d.decided_at < o.held_until)) AS in_office,
    w.email IS NULL OR ((w.hired_at IS NULL OR w.hired_at <= d.decided_at) AND (w.left_at IS NULL OR d.decided_at < w.left_at)) AS employed,
    EXISTS (SELECT 1 FROM staff) AS has_staff, EXISTS (SELECT 1 FROM offices) AS has_offices
  FROM asked AS r JOIN decided AS d ON d.request_id = r.request_id
  LEFT JOIN staff AS m ON m.email = r.person
  LEFT JOIN staff AS w ON w.email = d.approver
), facts AS (
  SELECT r.source_id, r.record_no, any_value(r.request_id ORDER BY r.request_id) AS request_id, any_value(r.person ORDER BY r.person) AS person,
    any_value(r.system ORDER BY r.system) AS system, any_value(r.resource ORDER BY r.resource) AS resource,
    any_value(r.permission ORDER BY r.permission) AS permission, any_value(r.given_at ORDER BY r.given_at) AS given_at,
    any_value(lower(trim(r.status)) ORDER BY r.status) AS status, coalesce(bool_or(r.is_admin), false) AS admin,
    coalesce(bool_or(d.yes), false) AS approved, coalesce(bool_or(d.no), false) AS rejected, coalesce(bool_or(d.own), false) AS own,
    min(d.decided_at) FILTER (d.yes AND coalesce(d.level, 1) = 1) AS first_at, min(d.decided_at) FILTER (d.yes AND d.level = 2) AS second_at,
    max(d.decided_at) FILTER (d.yes) AS approved_at,
    coalesce(bool_or(d.yes AND NOT d.own AND NOT d.by_charge AND NOT d.by_office AND (coalesce(d.level, 1) = 1 OR d.has_offices)), false) AS wrong,
    coalesce(bool_or(d.yes AND NOT d.own AND (NOT d.employed OR (d.level = 2 AND d.by_office AND NOT d.in_office AND NOT d.by_charge))), false) AS out_of_post,
    coalesce(bool_or(d.yes AND d.has_staff AND d.manager_unknown AND NOT d.by_charge), false) AS unknown,
    list({'table': 'approvals', 'source_id': d.source_id, 'record_no': d.record_no} ORDER BY d.level, d.decided_at, d.source_id, d.record_no)
      FILTER (d.record_no IS NOT NULL) AS approval_rows
  FROM asked AS r
  LEFT JOIN judged_one AS d ON d.request_source = r.source_id AND d.request_no = r.record_no
  GROUP BY r.source_id, r.record_no
), reasoned AS (
  SELECT *, list_filter([
      CASE WHEN given_at IS NOT NULL AND (rejected OR status = 'rejected') THEN 'rejected_yet_granted' END,
      CASE WHEN given_at IS NOT NULL AND NOT approved AND NOT rejected AND status IS DISTINCT FROM 'rejected' THEN 'not_approved' END,
      CASE WHEN own THEN 'self_approved' END,
      CASE WHEN admin AND approved AND given_at IS NOT NULL AND second_at IS NULL THEN 'second_level_missing' END,
      CASE WHEN given_at < approved_at THEN 'granted_before_approval' END,
      CASE WHEN second_at < first_at THEN 'levels_out_of_order' END,
      CASE WHEN wrong THEN 'wrong_approver' END,
      CASE WHEN out_of_post THEN 'approver_not_in_post' END], lambda reason: reason IS NOT NULL) AS faults
  FROM facts
), named AS (
  SELECT *, unnest(CASE WHEN len(faults) > 0 THEN faults WHEN unknown THEN ['manager_unknown'] END) AS reason
  FROM reasoned
)
SELECT 'request' AS subject_type, coalesce(request_id, person || '|' || resource) AS subject_id,
  CASE reason WHEN 'manager_unknown' THEN 'indeterminate' ELSE 'exception' END AS outcome,
  reason AS reason_code,
  coalesce(person, '?') || ', ' || coalesce(permission || ' on ', '') || coalesce(system || ':', '') || coalesce(resource, '?') || ': ' || CASE reason
    WHEN 'rejected_yet_granted' THEN 'rejected, and given all the same'
    WHEN 'not_approved' THEN 'given without any approval'
    WHEN 'self_approved' THEN 'approved by the one who asked for it or holds it'
    WHEN 'second_level_missing' THEN 'administrative access without the second approval'
    WHEN 'granted_before_approval' THEN 'given ' || date_diff('minute', given_at, approved_at) || ' minutes before the approval'
    WHEN 'levels_out_of_order' THEN 'the second level approved before the first'
    WHEN 'wrong_approver' THEN 'approved by somebody who is not in charge'
    WHEN 'approver_not_in_post' THEN 'approved by somebody who did not hold the office at that time'
    ELSE 'the manager of the person is not stated' END AS summary,
  json_object('person', person, 'system', system, 'resource', resource, 'permission', permission, 'admin', admin, 'status', status,
    'granted_at', given_at, 'approved_at', approved_at) AS details,
  list_prepend({'table': 'access_requests', 'source_id': source_id, 'record_no': record_no}, coalesce(approval_rows, [])) AS source_rows,
  reason AS finding_key
FROM named
ORDER BY reason_code, subject_id, source_id, record_no
