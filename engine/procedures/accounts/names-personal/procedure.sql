/*
id: accounts.names-personal
version: 1
title: Accounts of people carry one person's name; shared ones have an owner
severity:
  several_people: high
  shared_without_owner: medium
  generic_name: low
subject: account
needs:
  accounts: [system, account_id, kind, status, disabled_at, owner_email]
optional_needs:
  account_aliases:
    columns: [system, account_id, identity_id]
    without: Whether several people are stated for one account was not tested.
params:
  generic_words:
    type: text
    unit: words, separated by commas
    doc: Words that name a task instead of a person
    default: 'admin,administrator,backup,demo,dev,guest,helpdesk,info,office,operator,ops,reception,root,sales,scan,scanner,service,shared,support,sysadmin,team,temp,test,tester,training,user'
    pattern: '[^\n]+'
reasons:
  several_people:
    title: The account is stated to belong to several people
    recommendation: Give each an account of their own.
  shared_without_owner:
    title: Nobody owns the shared account
    recommendation: Name an owner who records who uses the account, when and why; or disable it.
  generic_name:
    title: The name of a person's account names a task
    recommendation: Ask whether several people use the account.
texts:
  criteria: What is done through an account can be told to be the doing of one person.
  effect: Nobody answers for what is done through the account.
*/
WITH enabled AS (
  SELECT a.system, a.account_id, coalesce(a.kind, 'human') AS kind, a.owner_email, a.display_name,
    [{'table': 'accounts', 'source_id': a.source_id, 'record_no': a.record_no}] AS source_rows,
    string_split_regex(split_part(lower(a.account_id), '@', 1), '[^a-z]+') AS words
  FROM known_accounts() AS a
  WHERE (a.disabled_at > $as_of::TIMESTAMPTZ OR (a.disabled_at IS NULL AND lower(coalesce(a.status, 'enabled')) NOT IN ('disabled', 'suspended', 'deleted')))
), stated AS (
  SELECT e.system, e.account_id, count(DISTINCT l.identity_id) AS people, list(DISTINCT l.identity_id ORDER BY l.identity_id) AS identities,
    list({'table': 'account_aliases', 'source_id': l.source_id, 'record_no': l.record_no} ORDER BY l.source_id, l.record_no) AS source_rows
  FROM enabled AS e JOIN account_aliases AS l ON lower(l.account_id) = lower(e.account_id)
  WHERE coalesce(l.system, e.system) = e.system
  GROUP BY e.system, e.account_id
)
SELECT 'account' AS subject_type, system || '|' || account_id AS subject_id, 'exception' AS outcome, 'several_people' AS reason_code,
  account_id || ' of ' || system || ' is stated to belong to ' || people || ' people' AS summary,
  json_object('system', system, 'account', account_id, 'identities', identities) AS details, source_rows
FROM stated WHERE people > 1
UNION ALL
SELECT 'account', system || '|' || account_id, 'exception', 'shared_without_owner', account_id || ' of ' || system || ' is shared and has no owner',
  json_object('system', system, 'account', account_id), source_rows
FROM enabled WHERE kind = 'shared' AND nullif(trim(owner_email), '') IS NULL
UNION ALL
SELECT 'account', system || '|' || account_id, 'lead', 'generic_name', account_id || ' of ' || system || ' names a task',
  json_object('system', system, 'account', account_id, 'display_name', display_name), source_rows
FROM enabled WHERE kind = 'human' AND list_has_any(words, list_transform(string_split($generic_words::VARCHAR, ','), lambda word: trim(word)))
ORDER BY reason_code, subject_id
