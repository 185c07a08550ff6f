/*
id: access.groups-sound
version: 1
title: Groups do not lie within themselves, and who is in them can be told
severity:
  circle: medium
  too_deep: medium
  unknown_group: low
  sound: low
subject: group
needs:
  memberships: [as_of, system, group_id, member_kind, member_id]
reasons:
  circle:
    title: The group lies within itself
    effect: Nobody can say by looking who should be in it; whoever is in one group of the circle is in all of them.
  too_deep:
    title: More than 32 groups lie within one another
    effect: Members beyond that depth are not counted, so the access that they hold through the group is not known.
  unknown_group:
    title: A member group of which there is no list
    effect: Who belongs to it is not known, nor what they hold through the group above.
  sound:
    title: Members can be told
texts:
  criteria: Each group resolves to people, at a depth that somebody can follow.
  effect: Effective access cannot be told from the groups.
  recommendation: Have the nesting untangled, and the list of members drawn again.
*/
WITH members AS (
  SELECT * FROM memberships_at($as_of::TIMESTAMPTZ)
), groups AS (
  SELECT system, group_id, min({'source_id': source_id, 'record_no': record_no}) AS origin FROM members GROUP BY system, group_id
), nested AS (
  SELECT * FROM nested_groups($as_of::TIMESTAMPTZ)
), circles AS (
  -- The group lies within one of the groups within it.
  SELECT DISTINCT n.system, n.group_id, array_to_string(n.path, ' > ') || ' > ' || n.group_id AS path, n.depth
  FROM nested AS n
  JOIN members AS m ON m.system = n.system AND m.group_id = n.within AND m.member_kind = 'group' AND m.member_id = n.group_id
), shortest AS (
  SELECT system, group_id, arg_min(path, (depth, path)) AS path FROM circles GROUP BY system, group_id
), deep AS (
  SELECT system, group_id, count(*) AS cut FROM nested WHERE depth > 32 GROUP BY system, group_id
), unknown AS (
  SELECT m.system, m.group_id, list(DISTINCT m.member_id ORDER BY m.member_id) AS names
  FROM members AS m ANTI JOIN groups AS g ON g.system = m.system AND g.group_id = m.member_id
  WHERE m.member_kind = 'group' GROUP BY m.system, m.group_id
), found AS (
  SELECT g.*, 'circle' AS reason, s.path AS detail FROM groups AS g JOIN shortest AS s ON s.system = g.system AND s.group_id = g.group_id
  UNION ALL
  SELECT g.*, 'too_deep', d.cut || ' groups beyond the 32nd level' FROM groups AS g JOIN deep AS d ON d.system = g.system AND d.group_id = g.group_id
  UNION ALL
  SELECT g.*, 'unknown_group', array_to_string(u.names, ', ') FROM groups AS g JOIN unknown AS u ON u.system = g.system AND u.group_id = g.group_id
), judged AS (
  SELECT * FROM found
  UNION ALL
  SELECT g.*, 'sound', NULL FROM groups AS g ANTI JOIN found AS f ON f.system = g.system AND f.group_id = g.group_id
)
SELECT 'group' AS subject_type, system || ':' || group_id AS subject_id,
  CASE reason WHEN 'sound' THEN 'pass' WHEN 'circle' THEN 'exception' ELSE 'indeterminate' END AS outcome, reason AS reason_code,
  'Group ' || group_id || CASE reason WHEN 'circle' THEN ' lies within itself: ' || detail WHEN 'too_deep' THEN ': ' || detail
    WHEN 'unknown_group' THEN ' has member groups without a list: ' || detail ELSE ' can be resolved' END AS summary,
  json_object('system', system, 'group', group_id, 'detail', detail) AS details,
  [{'table': 'memberships', 'source_id': origin.source_id, 'record_no': origin.record_no}] AS source_rows
FROM judged
ORDER BY subject_id, reason_code
