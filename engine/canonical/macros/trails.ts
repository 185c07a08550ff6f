import type { MacroSpec } from './spec.ts';

/** Everything that is recorded about people and resources, as one list of moments. */
export const trailMacros: readonly MacroSpec[] = [
  {
    name: 'recorded_moments',
    parameters: [],
    doc: 'What every source says happened to whom and what, one row a statement: events, role and HR changes, requests, approvals, exceptions, reviews',
    sql: `
      SELECT occurred_at AS happened_at, 'audit_events' AS source, event_type AS kind, lower(trim(user_email)) AS person, system, resource, permission,
        actor, coalesce(reason, '') AS detail, event_id AS reference, source_id, record_no FROM main.audit_events
      UNION ALL
      SELECT changed_at, 'role_changes', 'role_changed', lower(trim(user_email)), system, NULL, NULL, changed_by,
        coalesce(old_role, 'none') || ' to ' || coalesce(new_role, 'none') || coalesce(': ' || justification, ''), ticket, source_id, record_no FROM main.role_changes
      UNION ALL
      SELECT effective_at, 'hr_events', event_type, lower(trim(email)), NULL, NULL, NULL, NULL,
        CASE WHEN coalesce(old_job_title, new_job_title) IS NULL THEN ''
          ELSE coalesce(old_job_title, 'none') || ' to ' || coalesce(new_job_title, 'none') END, event_id, source_id, record_no FROM main.hr_events
      UNION ALL
      SELECT requested_at, 'access_requests', 'access_requested', lower(trim(user_email)), system, resource, permission, requester_email,
        coalesce(justification, ''), request_id, source_id, record_no FROM main.access_requests
      UNION ALL
      SELECT a.decided_at, 'approvals', 'request_' || lower(coalesce(a.decision, 'decided')), lower(trim(r.user_email)), r.system, r.resource, r.permission,
        a.approver_email, coalesce('level ' || a.level, '') || coalesce(': ' || a.reason, ''), a.request_id, a.source_id, a.record_no
      FROM main.approvals AS a LEFT JOIN main.access_requests AS r ON r.request_id = a.request_id
      UNION ALL
      SELECT requested_at, 'exceptions', 'exception_requested', lower(trim(user_email)), system, resource, permission, requested_by,
        coalesce(justification, ''), exception_id, source_id, record_no FROM main.exceptions
      UNION ALL
      SELECT approved_at, 'exceptions', 'exception_approved', lower(trim(user_email)), system, resource, permission, approved_by,
        coalesce(approval_note, ''), exception_id, source_id, record_no FROM main.exceptions
      UNION ALL
      SELECT coalesce(revoked_at, expires_at), 'exceptions', CASE WHEN revoked_at IS NULL THEN 'exception_expires' ELSE 'exception_revoked' END,
        lower(trim(user_email)), system, resource, permission, NULL, '', exception_id, source_id, record_no FROM main.exceptions
      UNION ALL
      SELECT a.decided_at, 'review_answers', 'review_' || lower(coalesce(a.decision, 'answered')), lower(trim(i.user_email)), i.system, i.resource,
        i.permission, a.reviewer_email, coalesce(a.comment, ''), a.campaign_id || ' ' || a.item_id, a.source_id, a.record_no
      FROM main.review_answers AS a LEFT JOIN main.review_items AS i ON i.campaign_id = a.campaign_id AND i.item_id = a.item_id`,
  },
  {
    name: 'observed_changes',
    parameters: [],
    doc: 'Grants that a snapshot of a system has and the one before it has not (appeared), and the other way round (disappeared)',
    sql: `
      WITH snapshots AS (
        SELECT system, as_of, lag(as_of) OVER seen AS before, lead(as_of) OVER seen AS after
        FROM (SELECT DISTINCT system, as_of FROM main.grants) WINDOW seen AS (PARTITION BY system ORDER BY as_of)
      ), held AS (
        SELECT system, as_of, lower(account_id) AS account_id, resource, permission, min(identity_id) AS identity_id,
          arg_min(source_id, (source_id, record_no)) AS source_id, arg_min(record_no, (source_id, record_no)) AS record_no
        FROM main.grants GROUP BY system, as_of, lower(account_id), resource, permission
      ), placed AS (
        SELECT h.*, s.before, s.after,
          lag(h.as_of) OVER (PARTITION BY h.system, h.account_id, h.resource, h.permission ORDER BY h.as_of) AS held_before,
          lead(h.as_of) OVER (PARTITION BY h.system, h.account_id, h.resource, h.permission ORDER BY h.as_of) AS held_after
        FROM held AS h JOIN snapshots AS s ON s.system = h.system AND s.as_of = h.as_of
      )
      SELECT 'appeared' AS change, system, account_id, identity_id, resource, permission, before AS not_before, as_of AS not_after, source_id, record_no
      FROM placed WHERE before IS NOT NULL AND held_before IS DISTINCT FROM before
      UNION ALL
      SELECT 'disappeared', system, account_id, identity_id, resource, permission, as_of, after, source_id, record_no
      FROM placed WHERE after IS NOT NULL AND held_after IS DISTINCT FROM after`,
  },
];
