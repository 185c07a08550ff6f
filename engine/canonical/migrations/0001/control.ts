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
