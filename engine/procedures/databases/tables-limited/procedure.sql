/*
id: databases.tables-limited
version: 1
title: Table privileges are given to named roles, and not to be passed on
severity:
  granted_to_public: high
  grant_option: medium
subject: db_privilege
needs:
  db_privileges: [system, grantee, table_schema, table_name, privilege_type, is_grantable]
reasons:
  granted_to_public:
    title: Every role has the privilege
    recommendation: Revoke it from PUBLIC; grant it to the roles that need it.
  grant_option:
    title: The role may pass the privilege on
    recommendation: Take the grant option away.
texts:
  criteria: Who may read or change a table is decided for each role.
  effect: Access to the data spreads without a decision.
*/
WITH given AS (
  SELECT *, system || '|' || table_schema || '.' || table_name || '|' || grantee || '|' || privilege_type AS subject
  FROM db_privileges
  WHERE lower(table_schema) NOT IN ('information_schema', 'pg_catalog')
), found AS (
  SELECT *, 'granted_to_public' AS reason FROM given WHERE upper(trim(grantee)) = 'PUBLIC'
  UNION ALL
  SELECT *, 'grant_option' FROM given WHERE is_grantable
)
SELECT 'db_privilege' AS subject_type, subject AS subject_id, 'exception' AS outcome, reason AS reason_code,
  grantee || ' has ' || privilege_type || ' on ' || table_schema || '.' || table_name
    || CASE reason WHEN 'grant_option' THEN ' and may pass it on' ELSE ', and so does every role' END AS summary,
  json_object('grantor', grantor) AS details,
  [{'table': 'db_privileges', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM found
ORDER BY reason_code, subject_id
