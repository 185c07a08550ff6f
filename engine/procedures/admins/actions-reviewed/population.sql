SELECT count(DISTINCT lower(trim(coalesce(p.email, a.email, a.account_id))))
FROM known_accounts() AS a LEFT JOIN people() AS p ON p.identity_id = a.identity_id
WHERE a.is_admin AND coalesce(a.kind, 'human') IN ('human', 'guest')
