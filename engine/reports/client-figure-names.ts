/** A figure of a report, and the words by which clients call it; the first is the one that is printed. */
export type Figure = readonly [path: string, ...words: string[]];

/** "Average time (to full access)" → average_time_to_full_access. */
export const wordOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .replace(/^average_/, 'mean_');

export const COVERAGE: readonly Figure[] = [
  ['users', 'total_users', 'users'],
  ['grants', 'total_grants', 'total_access_grants', 'grants'],
  ['by_policy', 'covered_by_policy', 'by_policy'],
  ['by_exception', 'documented_exceptions', 'by_exception'],
  ['drift', 'drift', 'drift_under_investigation'],
  ['by_policy_percent', 'policy_share', 'coverage', 'policy_coverage', 'by_policy_percent'],
  ['by_exception_percent', 'exception_share', 'exception_rate', 'by_exception_percent'],
  ['drift_percent', 'drift_share', 'drift_rate', 'drift_percent'],
  ['missing', 'missing_access', 'missing'],
  ['exceptions.active', 'active_exceptions'],
  ['exceptions.expiring_this_month', 'expiring_this_month'],
  ['exceptions.extended_this_quarter', 'extended_this_quarter'],
  ['exceptions.average_duration_days', 'mean_duration', 'mean_duration_days'],
];

/** Shares are counted anew from their parts, since a rounded one cannot be rounded again. */
export const SHARES: Readonly<Record<string, string>> = {
  by_policy_percent: 'by_policy',
  by_exception_percent: 'by_exception',
  drift_percent: 'drift',
};

export const CHANGES: readonly Figure[] = [
  ['hires', 'new_hires', 'hires'],
  ['hires_mean_hours_to_full_access', 'mean_time_to_full_access'],
  ['terminations', 'terminations', 'leavers'],
  ['terminations_mean_hours_to_full_revocation', 'mean_time_to_full_revocation'],
  ['role_changes', 'role_changes'],
  ['promotions', 'promotions'],
  ['transfers', 'department_transfers', 'transfers'],
  ['role_changes_mean_hours', 'mean_transition_time'],
  ['role_changes_graceful', 'graceful_deprecation', 'graceful_deprecation_used'],
  ['exceptions_granted', 'exceptions_granted'],
  ['exceptions_mean_hours_to_approval', 'mean_approval_time'],
  ['exceptions_expired', 'exceptions_expired'],
  ['exceptions_auto_revoked', 'auto_revoked', 'auto_revoked_on_expiration'],
  ['exceptions_extended', 'extended'],
  ['exceptions_revoked_early', 'revoked_early', 'manually_revoked_early'],
];

export const REMEDIATION: readonly Figure[] = [
  ['incidents', 'incidents', 'drift_incidents'],
  ['resolved', 'resolved'],
  ['removed', 'removed', 'removed_inappropriate_access'],
  ['documented_as_exception', 'documented_as_exception'],
  ['policy_updated', 'policy_updated', 'updated_policy'],
  ['open', 'open', 'open_under_investigation'],
  ['mean_hours_to_resolution', 'mean_time_to_resolution'],
];
