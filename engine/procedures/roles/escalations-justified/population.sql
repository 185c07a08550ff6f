SELECT count(*) FROM role_changes
WHERE changed_at >= $period_start::TIMESTAMPTZ AND changed_at < $period_end::TIMESTAMPTZ
  AND regexp_matches(lower(new_role), '(^|[^a-z])(' || $admin_roles::VARCHAR || ')([^a-z]|$)')
  AND NOT coalesce(regexp_matches(lower(old_role), '(^|[^a-z])(' || $admin_roles::VARCHAR || ')([^a-z]|$)'), false)
