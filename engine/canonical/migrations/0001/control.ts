import { table, type TableSpec } from '../../schema.ts';

/** Canonical tables of version 1: control. Frozen once released: a change is a new migration. */
export const controlTables: readonly TableSpec[] = [
  table(
    'review_campaigns',
    'Access review campaigns',
    `
    campaign_id       VARCHAR      Id
    review_type       VARCHAR      user, admin, service_account …
    scope             VARCHAR      Scope as stated
    status            VARCHAR      pending, in_progress, approved, rejected, remediated
    started_at        TIMESTAMPTZ  Start
    due_at            TIMESTAMPTZ  Due
    completed_at      TIMESTAMPTZ  Completion
  `,
  ),
  table(
    'review_items',
    'Grants put up for review',
    `
    campaign_id       VARCHAR      Campaign
    item_id           VARCHAR      Item
    user_email        VARCHAR      Person
    system            VARCHAR      System
    resource          VARCHAR      Resource
    permission        VARCHAR      Permission
    reviewer_email    VARCHAR      Assigned reviewer
    assigned_at       TIMESTAMPTZ  Assignment
  `,
  ),
  table(
    'review_answers',
    'Decisions of reviewers',
    `
    campaign_id       VARCHAR      Campaign
    item_id           VARCHAR      Item
    reviewer_email    VARCHAR      Who decided
    decided_at        TIMESTAMPTZ  When
    decision          VARCHAR      approve, revoke, modify or unsure
    new_permission    VARCHAR      For modify
    comment           VARCHAR      Comment
    answers           JSON         Answers to the review questions
  `,
  ),
  table(
    'review_requests',
    'Rows that were put before reviewers, as they were sent out',
    `
    request_id        VARCHAR      Request: one issue of workbooks
    workbook_id       VARCHAR      Workbook of one reviewer
    row_no            INTEGER      Row in that workbook
    campaign_id       VARCHAR      Campaign
    item_id           VARCHAR      Item
    reviewer_email    VARCHAR      Reviewer of record
    requested_on      DATE         Day of the letter
    due_on            DATE         Last day to answer
    holder            VARCHAR      Address of the person, or the account where no single person stands behind it
    holder_name       VARCHAR      Name as shown
    system            VARCHAR      System
    account_id        VARCHAR      Account
    resource          VARCHAR      Resource
    permission        VARCHAR      Permission
    standing          VARCHAR      What explains the access, as shown
    last_used         VARCHAR      Last use, as shown
    recommendation    VARCHAR      What was recommended, as shown
    row_sha256        VARCHAR      SHA-256 of the row as sent out
  `,
  ),
  table(
    'review_checklists',
    'Answers to the five review questions, by person and system',
    `
    workbook_id       VARCHAR      Workbook
    campaign_id       VARCHAR      Campaign
    reviewer_email    VARCHAR      Who answered
    answered_at       TIMESTAMPTZ  When
    holder            VARCHAR      Address of the person, or the account
    system            VARCHAR      System
    needed            VARCHAR      Q1: still needs access to the system
    level             VARCHAR      Q2: the level fits the role
    role_changed      VARCHAR      Q3: changed roles since
    dormant           VARCHAR      Q4: dormant account
    owns_services     VARCHAR      Q5: owns service accounts
    comment           VARCHAR      Comment
  `,
  ),
  table(
    'remediation_actions',
    'Remediation planned: what is to be revoked, modified, disabled or rotated',
    `
    plan_id           VARCHAR      Plan
    action_id         VARCHAR      Id; the same in every plan
    action            VARCHAR      revoke, modify, disable, rotate or separate
    cause             VARCHAR      Finding, or item of a review, that calls for it
    severity          VARCHAR      Severity of the cause
    holder            VARCHAR      Address of the person; null = the account alone
    system            VARCHAR      System; null = all
    account_id        VARCHAR      Account
    resource          VARCHAR      Resource
    permission        VARCHAR      Permission
    new_permission    VARCHAR      For modify
    rule              VARCHAR      For separate: the rule that keeps apart
    sides             JSON         For separate: what the person held of each side when it was planned
    owner             VARCHAR      Who sees to it
    planned_at        TIMESTAMPTZ  Moment that the plan looks at; later snapshots show what came of it
    due_on            DATE         Last day
    reason            VARCHAR      Why
  `,
  ),
  table(
    'access_requests',
    'Requests for access',
    `
    request_id        VARCHAR      Id
    requester_email   VARCHAR      Who asked
    user_email        VARCHAR      For whom
    system            VARCHAR      System
    resource          VARCHAR      Resource
    permission        VARCHAR      Permission
    justification     VARCHAR      Why
    status            VARCHAR      pending, approved, rejected
    requested_at      TIMESTAMPTZ  When
    granted_at        TIMESTAMPTZ  When the access was given
    is_admin          BOOLEAN      Asks for administrative access: two levels of approval
  `,
  ),
  table(
    'approvals',
    'Approvals of requests',
    `
    request_id        VARCHAR      Request
    level             INTEGER      1 manager, 2 security
    approver_email    VARCHAR      Approver
    decided_at        TIMESTAMPTZ  When
    decision          VARCHAR      approved or rejected
    reason            VARCHAR      Reason
  `,
  ),
  table(
    'audit_schedule',
    'Audits that the client plans',
    `
    audit             VARCHAR      Name
    frequency         VARCHAR      monthly, quarterly, annually
    scope             VARCHAR      Scope
    owner             VARCHAR      Owner
  `,
  ),
  table(
    'audits_performed',
    'Audits that the client performed',
    `
    audit             VARCHAR      Name
    performed_at      TIMESTAMPTZ  When
    performed_by      VARCHAR      By whom
    reference         VARCHAR      Evidence
  `,
  ),
  table(
    'detection_runs',
    'Drift detection runs of the client',
    `
    run_id            VARCHAR      Id
    started_at        TIMESTAMPTZ  Start
    finished_at       TIMESTAMPTZ  End
    status            VARCHAR      ok, failed
    grants_checked    BIGINT       Grants checked
    drift_found       BIGINT       Drift found
  `,
  ),
  table(
    'reminders',
    'Reminders sent',
    `
    campaign_id       VARCHAR      Campaign
    recipient_email   VARCHAR      To whom
    sent_at           TIMESTAMPTZ  When
  `,
  ),
  table(
    'account_locks',
    'Locks of accounts',
    `
    account           VARCHAR      Account, lower case
    system            VARCHAR      System
    locked_at         TIMESTAMPTZ  Lock
    unlocked_at       TIMESTAMPTZ  Unlock
    reason            VARCHAR      Why
  `,
  ),
  table(
    'dormancy_warnings',
    'Warnings before an unused account is disabled',
    `
    account           VARCHAR      Account, lower case
    system            VARCHAR      System
    warned_at         TIMESTAMPTZ  Warning
    disabled_at       TIMESTAMPTZ  Disabled
  `,
  ),
  table(
    'rotation_steps',
    'Steps taken after a credential was compromised',
    `
    incident_id       VARCHAR      Incident
    account           VARCHAR      Account
    step              VARCHAR      sessions_invalidated, api_keys_revoked, password_reset, mfa_required, user_notified
    done_at           TIMESTAMPTZ  When
  `,
  ),
  table(
    'reported_drift',
    'Drift incidents as the client reports them',
    `
    incident_id       VARCHAR      Id
    user_email        VARCHAR      Person, lower case
    system            VARCHAR      System
    resource          VARCHAR      Resource
    permission        VARCHAR      Permission
    detected_at       TIMESTAMPTZ  Detection
    resolved_at       TIMESTAMPTZ  Resolution; null = open
    resolution        VARCHAR      removed, exception, policy_update
    status            VARCHAR      Status as stated
  `,
  ),
  table(
    'reported_metrics',
    'Figures that the client reports',
    `
    report            VARCHAR      Report
    metric            VARCHAR      Figure
    period            VARCHAR      Period or date as stated
    value             DECIMAL(18,6) Value
    unit              VARCHAR      Unit
  `,
  ),
  table(
    'external_findings',
    'Findings of other tools',
    `
    tool              VARCHAR      Tool
    finding_id        VARCHAR      Id
    resource          VARCHAR      Resource
    principal         VARCHAR      Principal
    title             VARCHAR      Title
    severity          VARCHAR      Severity as stated
    status            VARCHAR      Status
    found_at          TIMESTAMPTZ  Time
    details           JSON         Further fields
  `,
  ),
];
