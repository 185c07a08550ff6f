/*
id: remediation.credentials-rotated
version: 1
title: After a compromise, every step of renewing the credentials was taken
severity: high
subject: incident
needs:
  rotation_steps: [incident_id, account, step, done_at]
reasons:
  step_missing:
    title: A step was not taken
  complete:
    title: Every step was taken
texts:
  criteria: Sessions end, keys are revoked, the password is reset, a second factor is required, and the person is told.
  effect: Whoever stole the credentials may still be able to use them.
  recommendation: Take the missing step now; look for use of the account since the incident.
*/
WITH wanted AS (
  SELECT unnest(['sessions_invalidated', 'api_keys_revoked', 'password_reset', 'mfa_required', 'user_notified']) AS step
), incidents AS (
  SELECT incident_id, min(account) AS account,
    list({'table': 'rotation_steps', 'source_id': source_id, 'record_no': record_no} ORDER BY source_id, record_no) AS source_rows
  FROM rotation_steps WHERE incident_id IS NOT NULL GROUP BY incident_id
), done AS (
  SELECT DISTINCT incident_id, lower(trim(step)) AS step FROM rotation_steps WHERE done_at <= $as_of::TIMESTAMPTZ
)
SELECT 'incident' AS subject_type, i.incident_id AS subject_id, 'exception' AS outcome, 'step_missing' AS reason_code,
  w.step || ' is not recorded for ' || coalesce(i.account, 'the account') AS summary,
  json_object('account', i.account, 'step', w.step) AS details, i.source_rows, w.step AS finding_key
FROM incidents AS i CROSS JOIN wanted AS w ANTI JOIN done AS d ON d.incident_id = i.incident_id AND d.step = w.step
ORDER BY subject_id, finding_key
