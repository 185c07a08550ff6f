/*
id: databases.roles-limited
version: 1
title: Database roles have no more power than they need, and their passwords expire
severity:
  superuser: high
  can_create_db: medium
  can_create_role: medium
  password_expired: low
  password_never_expires: medium
subject: db_role
needs:
  db_roles: [system, role_name, is_superuser, can_create_db, can_create_role, can_login, password_expires_at]
reasons:
  superuser:
    title: The role passes every check of the database
    recommendation: Keep one such role for emergencies; give others what they need.
  can_create_db:
    title: The role may create databases
    recommendation: Take the attribute away where it is not needed.
  can_create_role:
    title: The role may create roles, and so give itself more
    recommendation: Take the attribute away where it is not needed.
  password_expired:
    title: The password has expired
    recommendation: Remove the role, or renew its password.
  password_never_expires:
    title: The role can log in, and its password never expires
    recommendation: Set an expiry, or move to another way of signing in.
texts:
  criteria: Roles have the least power that their work needs.
  effect: Whoever gets hold of the role can change or copy everything.
*/
WITH found AS (
  SELECT *, 'superuser' AS reason, 'is a superuser' AS summary FROM db_roles WHERE is_superuser
  UNION ALL
  SELECT *, 'can_create_db', 'may create databases' FROM db_roles WHERE can_create_db
  UNION ALL
  SELECT *, 'can_create_role', 'may create roles' FROM db_roles WHERE can_create_role
  UNION ALL
  SELECT *, 'password_expired', 'has an expired password' FROM db_roles WHERE password_expires_at <= $as_of::TIMESTAMPTZ AND can_login IS NOT FALSE
  UNION ALL
  SELECT *, 'password_never_expires', 'has a password that never expires' FROM db_roles WHERE password_expires_at IS NULL AND can_login
)
SELECT 'db_role' AS subject_type, system || '|' || role_name AS subject_id, 'exception' AS outcome, reason AS reason_code,
  role_name || ' on ' || system || ' ' || summary AS summary,
  json_object('databases', databases, 'number_of_databases', coalesce(len(databases), 0), 'can_login', can_login, 'password_expires_at', password_expires_at) AS details,
  [{'table': 'db_roles', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM found
ORDER BY reason_code, subject_id
