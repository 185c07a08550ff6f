import type { MacroSpec } from './spec.ts';

export const exceptionMacros: readonly MacroSpec[] = [
  {
    name: 'exception_standing',
    parameters: ['moment'],
    doc: 'Exceptions with their standing at a moment; dates beat the status that the client states. Only valid covers access',
    sql: `
      SELECT *,
        CASE
          WHEN nullif(trim(approved_by), '') IS NULL THEN 'no_approver'
          WHEN lower(trim(approved_by)) IN (lower(trim(requested_by)), lower(trim(user_email))) THEN 'self_approved'
          WHEN approved_at IS NULL THEN 'no_approval_time'
          WHEN approved_at > moment THEN 'not_yet_approved'
          WHEN revoked_at <= moment THEN 'revoked'
          WHEN expires_at IS NULL THEN 'no_expiry'
          WHEN expires_at <= moment THEN 'expired'
          ELSE 'valid'
        END AS standing
      FROM main.exceptions`,
  },
  {
    name: 'valid_exceptions',
    parameters: ['moment'],
    doc: 'Exceptions that cover access at a moment: independently approved before it, not expired, not revoked',
    sql: `SELECT * EXCLUDE (standing) FROM main.exception_standing(moment) WHERE standing = 'valid'`,
  },
];
