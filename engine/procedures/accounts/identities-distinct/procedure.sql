/*
id: accounts.identities-distinct
version: 3
title: Each person is known once
severity:
  same_address: medium
  similar_address: low
  similar_name: low
subject: identity
needs:
  identities: [identity_id, email, display_name, hired_at, left_at, status]
params:
  max_edits:
    type: integer
    unit: letters
    doc: Names that differ by no more letters (added, left out, changed, or two neighbours swapped) are alike
    default: 1
    min: 0
    max: 1
  least_letters:
    type: integer
    unit: letters
    doc: Shorter names say nothing
    default: 8
    min: 1
    max: 100
  most_alike:
    type: integer
    unit: people
    doc: Addresses of more people that differ in figures only are a numbering and say nothing; of more people with one address each is told with the first alone
    default: 5
    min: 2
    max: 1000
reasons:
  same_address:
    title: Two identities have one address
    effect: What is done under the address is counted for the one or the other by chance.
    recommendation: Find out whose address it is; correct the other identity.
  similar_address:
    title: Two identities have addresses that are alike
  similar_name:
    title: Two identities have names that are alike
texts:
  criteria: A person has one identity.
  effect: With two identities a person can hold what one must not hold together, and keeps access when one of them is removed.
  recommendation: Ask HR whether these are two people; merge the identities if not.
*/
WITH plain AS (
  -- Letters that look like others for those, and nothing that is not seen.
  SELECT *, regexp_replace(translate(lower(trim(email)), 'аеорсухіјѕһԁԛԝαοριντυχκεıɑɡ', 'aeopcyxijshdqwaopivtuxkeiag'), '[\x{00AD}\x{200B}-\x{200D}\x{2060}\x{FEFF}]', '', 'g') AS looks
  FROM people_at($as_of::TIMESTAMPTZ)
), known AS (
  SELECT p.identity_id, lower(trim(p.email)) AS email, trim(p.display_name) AS display_name, p.employed, coalesce(lower(trim(p.email)), p.identity_id) AS person,
    {'table': 'identities', 'source_id': p.source_id, 'record_no': p.record_no} AS origin,
    regexp_replace(regexp_replace(strip_accents(split_part(p.looks, '@', 1)), '\+.*$', ''), '[^a-z0-9]', '', 'g') || '@' || split_part(p.looks, '@', 2) AS mailbox,
    array_to_string(list_sort(string_split_regex(trim(regexp_replace(lower(strip_accents(p.display_name)), '[^a-z0-9]+', ' ', 'g')), ' ')), ' ') AS name
  FROM plain AS p
), addressed AS (
  SELECT identity_id, email, count(*) OVER (PARTITION BY email) AS sharing, min(identity_id) OVER (PARTITION BY email) AS first
  FROM known
), lettered AS (
  SELECT identity_id, email, mailbox, regexp_replace(split_part(mailbox, '@', 1), '[0-9]', '', 'g') || '@' || split_part(mailbox, '@', 2) AS letters
  FROM known WHERE employed
), boxes AS (
  -- clerk17 and clerk18 are told by their figures where there are many of them.
  SELECT identity_id, email, CASE WHEN count(*) OVER (PARTITION BY letters) > $most_alike::BIGINT THEN mailbox ELSE letters END AS box
  FROM lettered
), named AS (
  SELECT identity_id, name FROM known WHERE employed AND length(name) >= $least_letters::BIGINT
), spellings AS (
  -- Two names one edit apart share a spelling when a letter of either is left out.
  SELECT identity_id, name AS spelling FROM named
  UNION
  SELECT identity_id, substr(name, 1, i::INTEGER - 1) || substr(name, i::INTEGER + 1) FROM named, unnest(generate_series(1, length(name))) AS l(i)
), near AS (
  SELECT DISTINCT x.identity_id AS one, y.identity_id AS other
  FROM spellings AS x JOIN spellings AS y ON y.spelling = x.spelling AND x.identity_id < y.identity_id
), pairs AS (
  SELECT x.identity_id AS one, y.identity_id AS other, 'same_address' AS reason
  FROM (FROM addressed WHERE sharing <= $most_alike::BIGINT OR identity_id = first) AS x
  JOIN addressed AS y ON y.email = x.email AND x.identity_id < y.identity_id
  UNION ALL
  SELECT x.identity_id, y.identity_id, 'similar_address'
  FROM boxes AS x JOIN boxes AS y ON y.box = x.box AND x.identity_id < y.identity_id
  WHERE x.email <> y.email AND NOT starts_with(x.box, '@')
  UNION ALL
  SELECT n.one, n.other, 'similar_name'
  FROM near AS n JOIN named AS x ON x.identity_id = n.one JOIN named AS y ON y.identity_id = n.other
  WHERE damerau_levenshtein(x.name, y.name) <= $max_edits::BIGINT
)
SELECT 'identity' AS subject_type, x.identity_id AS subject_id, CASE p.reason WHEN 'same_address' THEN 'exception' ELSE 'lead' END AS outcome,
  p.reason AS reason_code,
  CASE p.reason WHEN 'similar_name' THEN x.display_name || ' and ' || y.display_name ELSE x.person || ' and ' || y.person END
    || ', identities ' || x.identity_id || ' and ' || y.identity_id AS summary,
  json_object('names', [x.display_name, y.display_name], 'addresses', [x.email, y.email]) AS details,
  [x.origin, y.origin] AS source_rows, y.identity_id AS finding_key
FROM pairs AS p JOIN known AS x ON x.identity_id = p.one JOIN known AS y ON y.identity_id = p.other
ORDER BY reason_code, subject_id, finding_key
