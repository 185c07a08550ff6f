/*
id: files.permissions-limited
version: 2
title: Files can be changed only by those who should, and do not lend out rights
severity:
  world_writable: high
  setuid: medium
  setgid: low
  root_group_writable: medium
  mode_unknown: low
  limited: low
subject: file
needs:
  file_permissions: [host, path, owner, group_name, mode, file_type]
reasons:
  world_writable:
    title: Everybody can change it
    recommendation: Take the write permission of others away.
  setuid:
    title: Whoever starts the file acts as its owner
    recommendation: Take the bit away unless the program needs it and is looked after.
  setgid:
    title: Whoever starts the file acts as its group
    recommendation: Take the bit away unless the program needs it and is looked after.
  root_group_writable:
    title: It belongs to root, and its group can change it
    recommendation: Take the write permission of the group away.
  mode_unknown:
    title: The mode cannot be read
  limited:
    title: Nothing to report
texts:
  criteria: Files of the system and of applications are changed by their owner only.
  effect: Others can change what the system or an administrator will run or read.
*/
WITH listed AS (
  SELECT *, lower(coalesce(file_type, 'file')) AS kind, CASE WHEN length(trim(mode)) < 4 THEN lpad(trim(mode), 4, '0') ELSE trim(mode) END AS digits
  FROM file_permissions WHERE lower(coalesce(file_type, 'file')) NOT IN ('symlink', 'link', 'l')
), bits AS (
  SELECT *, regexp_full_match(digits, '[0-7]{4}') AS readable,
    digits[1] IN ('1', '3', '5', '7') AS sticky, digits[1] IN ('4', '5', '6', '7') AS set_user, digits[1] IN ('2', '3', '6', '7') AS set_group,
    digits[3] IN ('2', '3', '6', '7') AS group_writes, digits[4] IN ('2', '3', '6', '7') AS others_write
  FROM listed
), found AS (
  SELECT *, 'world_writable' AS reason, 'exception' AS outcome FROM bits WHERE readable AND others_write AND NOT (kind LIKE 'd%' AND sticky)
  UNION ALL
  SELECT *, 'setuid', 'exception' FROM bits WHERE readable AND set_user AND kind NOT LIKE 'd%'
  UNION ALL
  SELECT *, 'setgid', 'exception' FROM bits WHERE readable AND set_group AND kind NOT LIKE 'd%'
  UNION ALL
  SELECT *, 'root_group_writable', 'exception' FROM bits WHERE readable AND owner = 'root' AND group_writes AND NOT others_write
  UNION ALL
  SELECT *, 'mode_unknown', 'indeterminate' FROM bits WHERE readable IS NOT TRUE
)
SELECT 'file' AS subject_type, host || ':' || path AS subject_id, outcome, reason AS reason_code,
  coalesce(digits, 'no mode') || ' ' || coalesce(owner, '?') || ':' || coalesce(group_name, '?') || ' ' || kind AS summary,
  json_object('mode', mode, 'owner', owner, 'group', group_name, 'type', file_type, 'modified_at', modified_at) AS details,
  [{'table': 'file_permissions', 'source_id': source_id, 'record_no': record_no}] AS source_rows
FROM found
ORDER BY reason_code, subject_id
