import { table, type TableSpec } from '../../schema.ts';

/** Canonical tables of version 1: policy. Frozen once released: a change is a new migration. */
export const policyTables: readonly TableSpec[] = [
  table(
    'policies',
    'Access policies, one row a version',
    `
    policy            VARCHAR      Name
    version           VARCHAR      Version
    effective_at      TIMESTAMPTZ  00:00 of the effective date in the engagement's zone
    owner             VARCHAR      Owner
    approver          VARCHAR      Required approver
    description       VARCHAR      Description
    approved_by       VARCHAR      Who approved this version, from its history entry; null = nobody
    approved_at       TIMESTAMPTZ  When, if the history says so
    changed_by        VARCHAR      Who made this version
    in_history        BOOLEAN      The version appears in its own change history
    scope_valid       BOOLEAN      The scope names at least one known attribute, and only known ones
    grants_in_file    BOOLEAN      The grants of this version are stated (false: known from a history only)
    digest            VARCHAR      SHA-256 of the canonical form of the version
  `,
  ),
  table(
    'policy_scopes',
    'To whom a policy version applies: AND across attributes, OR within one',
    `
    policy            VARCHAR      Policy
    version           VARCHAR      Version
    attribute         VARCHAR      Attribute of a person
    value             VARCHAR      Value, trimmed; compared without regard to case
  `,
  ),
  table(
    'policy_grants',
    'What a policy version gives',
    `
    policy            VARCHAR      Policy
    version           VARCHAR      Version
    clause_no         INTEGER      One-based position in the policy
    system            VARCHAR      System
    resource          VARCHAR      Resource; * = any
    permission        VARCHAR      Permission; * = any
    justification     VARCHAR      Justification
  `,
  ),
  table(
    'policy_changes',
    'Entries of the change histories of policies',
    `
    policy            VARCHAR      Policy
    version           VARCHAR      Version that the entry describes
    changed_at        TIMESTAMPTZ  Date of the change
    changed_by        VARCHAR      Author
    changes           VARCHAR      What changed
    approval          VARCHAR      Approver; null = none
    approved_at       TIMESTAMPTZ  Time of approval, if stated
  `,
  ),
  table(
    'exceptions',
    'Approved deviations from policy',
    `
    exception_id      VARCHAR      Id
    user_email        VARCHAR      Beneficiary, lower case
    system            VARCHAR      System, if the resource names a known one
    resource          VARCHAR      Resource within the system
    permission        VARCHAR      Permission
    justification     VARCHAR      Justification
    business_need     VARCHAR      project, training, role_transition …
    project_id        VARCHAR      Project
    requested_by      VARCHAR      Requester
    requested_at      TIMESTAMPTZ  Request
    approved_by       VARCHAR      Approver; null = none
    approved_at       TIMESTAMPTZ  Approval
    approval_note     VARCHAR      Note of the approver
    granted_at        TIMESTAMPTZ  When the access was given
    expires_at        TIMESTAMPTZ  Expiry now in force (exclusive)
    original_expires_at TIMESTAMPTZ Expiry first approved; null = never extended
    revoked_at        TIMESTAMPTZ  Early end, if any
    ended_by          VARCHAR      auto_revoked, revoked_early, extended … as the client says
    reviewed_at       TIMESTAMPTZ  Last periodic review
    status            VARCHAR      Status as the client says; dates beat it
  `,
  ),
  table(
    'exception_extensions',
    'Extensions of exceptions',
    `
    exception_id      VARCHAR      Exception
    extended_at       TIMESTAMPTZ  When
    old_expires_at    TIMESTAMPTZ  Expiry before
    new_expires_at    TIMESTAMPTZ  Expiry after
    requested_by      VARCHAR      Requester
    approved_by       VARCHAR      Approver of the extension; null = none
    approved_at       TIMESTAMPTZ  Approval of the extension
  `,
  ),
  table(
    'sod_rules',
    'Segregation-of-duties rules',
    `
    rule              VARCHAR      Name
    kind              VARCHAR      roles, resources or actions
    items             VARCHAR[]    Conflicting roles or resources (system:resource or resource), or critical actions
    required_approvers INTEGER     For actions: distinct approvers needed
    enforcement       VARCHAR      strict, advisory …
    severity          VARCHAR      Severity if stated
  `,
  ),
  table(
    'sod_mitigations',
    'Mitigating controls and accepted conflicts',
    `
    rule              VARCHAR      Rule
    user_email        VARCHAR      Person; null = everyone
    control           VARCHAR      Mitigating control or reason of acceptance
    accepted_by       VARCHAR      Who accepted
    valid_from        TIMESTAMPTZ  From
    valid_until       TIMESTAMPTZ  Until (exclusive)
  `,
  ),
];
