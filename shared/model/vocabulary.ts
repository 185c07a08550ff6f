/** The closed vocabularies that window, command line, package and database share. */

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a procedure says of one subject. A lead points, it does not conclude. */
export const OUTCOMES = ['pass', 'exception', 'lead', 'not_applicable', 'indeterminate'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Only `completed` with a population above zero supports "no exceptions". */
export const RUN_STATUSES = ['completed', 'no_data', 'missing_input', 'error', 'not_run'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const DISPOSITIONS = [
  'open',
  'remove_access',
  'document_as_exception',
  'update_policy',
  'provision',
  'accepted_risk',
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** What the auditor concludes of a finding, apart from what the client decides. */
export const CONCLUSIONS = ['deviation', 'no_deviation'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** How grave a deviation is as a deficiency of the control (PCAOB AS 2201, appendix A). */
export const DEFICIENCY_CLASSES = ['deficiency', 'significant_deficiency', 'material_weakness'] as const;
export type DeficiencyClass = (typeof DEFICIENCY_CLASSES)[number];

export const CHAIN_VERDICTS = ['intact', 'broken', 'not_proven'] as const;
export type ChainVerdict = (typeof CHAIN_VERDICTS)[number];

export const BREAK_KINDS = [
  'edited',
  'rehashed',
  'deleted',
  'inserted',
  'reordered',
  'forked',
  'duplicate_id',
  'head_truncated',
  'tail_truncated',
  'suffix_recomputed',
  'time_backwards',
  'malformed',
] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];

export const VERIFY_LAYERS = [
  'fixity',
  'completeness',
  'signature',
  'trust',
  'time',
  'report',
  'schema',
] as const;
export type VerifyLayer = (typeof VERIFY_LAYERS)[number];

export const SIGN_ROLES = ['preparer', 'reviewer'] as const;
export type SignRole = (typeof SIGN_ROLES)[number];

/** Kinds of keys that Tickmark makes. PDF readers know no Ed25519: such a key signs packages, not the report in them. */
export const NEW_KEY_KINDS = ['ecdsa-sha256', 'ed25519'] as const;
export type NewKeyKind = (typeof NEW_KEY_KINDS)[number];

/** Verdict marks, the same in window, PDF and terminal: shape first, colour second. */
export const VERDICT_MARKS = { holds: '✓', fails: '✕', not_proven: '◐', not_run: '–', missing: '!' } as const;
export type VerdictMark = keyof typeof VERDICT_MARKS;
