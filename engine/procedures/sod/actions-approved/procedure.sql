/*
id: sod.actions-approved
version: 1
title: Each critical action was approved by as many people as the rule asks, none of them the one who acted
severity:
  too_few_approvers: high
  actor_approved: high
  approved: low
subject: event
needs:
  sod_rules: [rule, kind, items, required_approvers, enforcement]
  audit_events: [event_id, occurred_at, event_type, action, actor, metadata]
reasons:
  too_few_approvers:
    title: Fewer people approved than the rule asks
  actor_approved:
    title: The one who acted is among the approvers
  approved:
    title: Approved as the rule asks
texts:
  criteria: The rule "{details.rule}" asks for {details.required} approvers other than the one who acts.
  effect: A critical change was made on the word of too few.
  recommendation: Review the change; find out how it could be made without the approvals.
*/
WITH critical AS (
  SELECT action, arg_max({'rule': rule, 'required': required}, (required, rule)) AS strictest
  FROM (SELECT rule, coalesce(required_approvers, 1)::BIGINT AS required, lower(trim(unnest(items))) AS action FROM sod_rules WHERE kind = 'actions')
  GROUP BY action
), done AS (
  SELECT e.source_id, e.record_no, e.chain, e.event_id, e.occurred_at, e.event_type, lower(trim(e.actor)) AS actor,
    c.strictest.rule AS rule, c.strictest.required AS required,
    coalesce(list_distinct([lower(trim(a)) FOR a IN (CAST(e.metadata->'$.approvers' AS VARCHAR[])) IF trim(a) <> '']), []) AS approvers
  FROM audit_events AS e JOIN critical AS c ON c.action = lower(trim(e.event_type)) OR c.action = lower(trim(e.action))
  WHERE e.occurred_at >= $period_start::TIMESTAMPTZ AND e.occurred_at < $period_end::TIMESTAMPTZ
  QUALIFY row_number() OVER (PARTITION BY e.source_id, e.record_no ORDER BY c.strictest.required DESC, c.strictest.rule) = 1
), judged AS (
  SELECT *, CASE
      WHEN list_contains(approvers, actor) THEN 'actor_approved'
      WHEN len(approvers) < required THEN 'too_few_approvers'
      ELSE 'approved' END AS reason
  FROM done
)
SELECT 'event' AS subject_type, coalesce(event_id, chain || ' record ' || record_no) AS subject_id,
  CASE reason WHEN 'approved' THEN 'pass' ELSE 'exception' END AS outcome, reason AS reason_code,
  event_type || ' by ' || coalesce(actor, 'nobody named') || ' with ' || len(approvers) || ' of ' || required || ' approvers'
    || CASE reason WHEN 'actor_approved' THEN ', the actor among them' ELSE '' END AS summary,
  json_object('rule', rule, 'required', required, 'approvers', list_sort(approvers), 'actor', actor, 'occurred_at', occurred_at) AS details,
  [{'table': 'audit_events', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY occurred_at, subject_id, source_id, record_no
