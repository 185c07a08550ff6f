/*
id: exceptions.justified
version: 1
title: Each exception states why it is needed
severity: low
subject: exception
needs:
  exceptions: [exception_id, user_email, justification, business_need, granted_at, approved_at, requested_at]
params:
  min_letters:
    type: integer
    unit: letters and digits
    doc: Shorter texts are no justification
    default: 3
    min: 1
    max: 1000
reasons:
  no_justification:
    title: No justification is stated
  no_business_need:
    title: No business need is stated
texts:
  criteria: An exception states its justification and the business need behind it.
  effect: Nobody can judge later whether the access is still needed.
  recommendation: Obtain the reason from the requester, or end the exception.
*/
WITH given AS (
  SELECT *, length(regexp_replace(coalesce(justification, ''), '[\s\p{P}]', '', 'g')) >= $min_letters::BIGINT AS justified,
    nullif(trim(business_need), '') IS NOT NULL AS needed
  FROM exceptions
  WHERE coalesce(granted_at, approved_at, requested_at, $as_of::TIMESTAMPTZ) <= $as_of::TIMESTAMPTZ
), judged AS (
  SELECT *, 'no_justification' AS reason FROM given WHERE NOT justified
  UNION ALL
  SELECT *, 'no_business_need' FROM given WHERE NOT needed
)
SELECT 'exception' AS subject_type, coalesce(exception_id, lower(trim(user_email)) || '|' || resource) AS subject_id,
  'exception' AS outcome, reason AS reason_code,
  CASE reason WHEN 'no_justification' THEN 'no justification is stated' ELSE 'no business need is stated' END AS summary,
  json_object('person', lower(trim(user_email)), 'justification', justification, 'business_need', business_need,
    'approved_by', approved_by) AS details,
  [{'table': 'exceptions', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM judged
ORDER BY reason_code, subject_id, source_id, record_no
