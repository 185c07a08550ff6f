/** What reviewers are asked, in what words they answer, and what each answer calls for. */

export const REVIEW_DECISIONS = ['approve', 'revoke', 'modify', 'unsure'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

/** What an answer calls for beyond the decision on the row. */
export const FOLLOW_UPS = {
  revoke_all_access: 'Revoke all access of the person to the system',
  reduce_access: 'Reduce the access to what the role needs',
  escalate_to_security: 'Tell security: the access is too little for the role',
  review_access_for_new_role: 'Review the access against the new role',
  disable_account: 'Disable the account, after a warning',
  review_service_accounts: 'Review the service accounts that the person owns',
  ask_again: 'Unsure is no approval: find out, and have it decided',
} as const;
export type FollowUp = keyof typeof FOLLOW_UPS;

export interface ReviewQuestion {
  /** As the answers are kept: Q1 … Q5. */
  id: 'Q1' | 'Q2' | 'Q3' | 'Q4' | 'Q5';
  /** Column of main.review_checklists. */
  column: 'needed' | 'level' | 'role_changed' | 'dormant' | 'owns_services';
  text: string;
  /** Answers that call for nothing come without an entry in `calls_for`. */
  options: readonly string[];
  calls_for: Readonly<Record<string, FollowUp>>;
}

/** The five questions, in the order in which procedures look for their answers. */
export const REVIEW_QUESTIONS: readonly ReviewQuestion[] = [
  {
    id: 'Q1',
    column: 'needed',
    text: 'Is access to this system still needed?',
    options: ['Yes', 'No', 'Unsure'],
    calls_for: { No: 'revoke_all_access', Unsure: 'ask_again' },
  },
  {
    id: 'Q2',
    column: 'level',
    text: 'Does the level of access fit the role?',
    options: ['Yes', 'No - Too much', 'No - Too little'],
    calls_for: { 'No - Too much': 'reduce_access', 'No - Too little': 'escalate_to_security' },
  },
  {
    id: 'Q3',
    column: 'role_changed',
    text: 'Has the role changed since access was given?',
    options: ['Yes', 'No'],
    calls_for: { Yes: 'review_access_for_new_role' },
  },
  {
    id: 'Q4',
    column: 'dormant',
    text: 'Is the account dormant (unused for 90 days or more)?',
    options: ['Yes', 'No'],
    calls_for: { Yes: 'disable_account' },
  },
  {
    id: 'Q5',
    column: 'owns_services',
    text: 'Does the person own service accounts?',
    options: ['Yes', 'No', 'Unsure'],
    calls_for: { Yes: 'review_service_accounts', Unsure: 'ask_again' },
  },
];

/** separate: take away one side of what a rule keeps apart; which one is for management to choose. */
export const REMEDIATION_ACTIONS = ['revoke', 'modify', 'disable', 'rotate', 'separate'] as const;
export type RemediationAction = (typeof REMEDIATION_ACTIONS)[number];

/** closed: a later snapshot shows it. cannot_tell: no later snapshot was imported. */
export const ACTION_STATES = ['open', 'overdue', 'closed', 'cannot_tell'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

/** Why an external auditor sends no reviews and plans no remediation; the same words in window and command line. */
export const INDEPENDENCE_REASON =
  'Sending out reviews and planning remediation is running management’s control. An external auditor who does it audits their own work.';
