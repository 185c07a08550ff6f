/*
id: sod.acceptances-current
version: 1
title: Conflicts of duties are accepted by somebody else, for a limited time, and not beyond it
severity:
  expired: high
  nobody_accepted: high
  self_accepted: high
  no_expiry: medium
  unknown_rule: low
  current: low
subject: acceptance
needs:
  sod_rules: [rule, kind, items]
optional_needs:
  sod_mitigations:
    columns: [rule, user_email, control, accepted_by, valid_from, valid_until]
    without: There is no list of accepted conflicts, so none was tested.
  grants:
    columns: [as_of, system, account_id, identity_id, resource, permission, via]
    without: Whether a conflict goes on after its acceptance ended was not tested.
reasons:
  expired:
    title: The acceptance ended, and the conflict is still there
    effect: Nobody answers for the conflict any more.
  nobody_accepted:
    title: Nobody is named who accepted the conflict
  self_accepted:
    title: The person who has the conflict accepted it
  no_expiry:
    title: The acceptance has no end
  unknown_rule:
    title: The acceptance names a rule that there is not
  current:
    title: The acceptance is in order
texts:
  criteria: A conflict is accepted by somebody other than the person concerned, with a mitigating control, until a date.
  effect: A conflict counts as accepted though nobody decided that it should go on.
  recommendation: Have the acceptance renewed by whoever answers for the rule, with its end, or take away one side of the conflict.
*/
WITH rules AS (
  SELECT DISTINCT lower(trim(rule)) AS rule_key FROM sod_rules
), conflicts AS (
  SELECT lower(trim(rule)) AS rule_key, person FROM sod_conflicts($as_of::TIMESTAMPTZ, 'roles')
  UNION
  SELECT lower(trim(rule)), person FROM sod_conflicts($as_of::TIMESTAMPTZ, 'resources')
), acceptances AS (
  SELECT *, lower(trim(rule)) AS rule_key, lower(trim(user_email)) AS person, nullif(lower(trim(accepted_by)), '') AS acceptor
  FROM sod_mitigations WHERE coalesce(valid_from, $as_of::TIMESTAMPTZ) <= $as_of::TIMESTAMPTZ
), renewed AS (
  SELECT rule_key, user_email AS person FROM mitigation_at($as_of::TIMESTAMPTZ)
), open AS (
  SELECT a.source_id, a.record_no, count(*) AS people
  FROM acceptances AS a JOIN conflicts AS c ON c.rule_key = a.rule_key
  -- One that is in force renews itself.
  WHERE coalesce(a.person, c.person) = c.person
    AND NOT EXISTS (FROM renewed AS r WHERE r.rule_key = c.rule_key AND coalesce(r.person, c.person) = c.person)
  GROUP BY a.source_id, a.record_no
), judged AS (
  SELECT a.*, coalesce(o.people, 0) AS people, unnest(list_filter([
    CASE WHEN r.rule_key IS NULL THEN 'unknown_rule' END,
    CASE WHEN a.acceptor IS NULL THEN 'nobody_accepted' WHEN a.acceptor = a.person THEN 'self_accepted' END,
    CASE WHEN a.valid_until IS NULL THEN 'no_expiry' WHEN o.people > 0 THEN 'expired' END,
    CASE WHEN r.rule_key IS NOT NULL AND a.acceptor IS NOT NULL AND a.acceptor IS DISTINCT FROM a.person AND a.valid_until IS NOT NULL
      AND coalesce(o.people, 0) = 0 THEN 'current' END], x -> x IS NOT NULL)) AS reason
  FROM acceptances AS a
  LEFT JOIN rules AS r ON r.rule_key = a.rule_key
  LEFT JOIN open AS o ON o.source_id = a.source_id AND o.record_no = a.record_no
), numbered AS (
  SELECT *, row_number() OVER (PARTITION BY reason, rule, person ORDER BY valid_until, source_id, record_no) AS time FROM judged
)
SELECT 'acceptance' AS subject_type, coalesce(rule, 'no rule') || '|' || coalesce(person, 'everyone') AS subject_id,
  CASE reason WHEN 'current' THEN 'pass' ELSE 'exception' END AS outcome, reason AS reason_code,
  'Acceptance of "' || coalesce(rule, 'no rule') || '" for ' || coalesce(person, 'everyone') || ': ' || CASE reason
    WHEN 'expired' THEN 'it ended, and ' || people || CASE people WHEN 1 THEN ' person still has the conflict' ELSE ' people still have the conflict' END
    WHEN 'nobody_accepted' THEN 'nobody accepted it' WHEN 'self_accepted' THEN 'accepted by the person concerned'
    WHEN 'no_expiry' THEN 'it has no end' WHEN 'unknown_rule' THEN 'there is no such rule' ELSE 'in order' END AS summary,
  json_object('rule', rule, 'person', person, 'control', control, 'accepted_by', accepted_by, 'valid_from', valid_from,
    'valid_until', valid_until, 'people_in_conflict', people) AS details,
  [{'table': 'sod_mitigations', 'source_id': source_id, 'record_no': record_no}] AS source_rows,
  CASE WHEN time > 1 THEN time::VARCHAR ELSE '' END AS finding_key
FROM numbered
ORDER BY subject_id, reason_code, finding_key
