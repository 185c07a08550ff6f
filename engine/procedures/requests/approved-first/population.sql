SELECT count(*) FROM access_requests AS r
WHERE r.requested_at < $period_end::TIMESTAMPTZ
  AND (r.requested_at >= $period_start::TIMESTAMPTZ OR r.granted_at >= $period_start::TIMESTAMPTZ)
  AND (r.granted_at < $period_end::TIMESTAMPTZ OR lower(trim(r.status)) IS NOT DISTINCT FROM 'rejected'
    OR EXISTS (SELECT 1 FROM approvals AS a WHERE a.request_id = r.request_id AND a.decided_at < $period_end::TIMESTAMPTZ
      AND lower(trim(a.decision)) IN ('approved', 'approve', 'rejected', 'reject')))
