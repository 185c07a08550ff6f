import { table, type TableSpec } from '../schema.ts';

/** The canonical tables of version 1. Frozen once released: a change is a new migration. */
export const tables: readonly TableSpec[] = [
  table(
    'identities',
    'People known to HR or the identity provider; one row a person and source',
    `
    identity_id       VARCHAR      Employee number or directory id; the key that other tables resolve to
    email             VARCHAR      Work address, lower case
    display_name      VARCHAR      Name as written by the source
    job_title         VARCHAR      Job title
    department        VARCHAR      Department
    employment_type   VARCHAR      FTE, contractor, intern … as the source says
    manager_email     VARCHAR      Manager of record, lower case
    status            VARCHAR      active, terminated, leave … lower case
    hired_at          TIMESTAMPTZ  First working day, 00:00 in the engagement's zone if only a date is known
    left_at           TIMESTAMPTZ  End of employment (exclusive): 24:00 of the last day if only a date is known
    country           VARCHAR      Usual country, ISO 3166 alpha-2
    attributes        JSON         Further attributes by name, for policy scopes
  `,
  ),
  table(
    'accounts',
    'Accounts in systems',
    `
    system            VARCHAR      System that holds the account
    account_id        VARCHAR      Login or id in that system, lower case if it is an address
    identity_id       VARCHAR      Person behind it, filled in by identity resolution; null = unresolved
    email             VARCHAR      Address stated by the source, lower case
    employee_id       VARCHAR      Employee number stated by the source
    display_name      VARCHAR      Name as written by the source
    kind              VARCHAR      human, service, shared, vendor or guest
    status            VARCHAR      enabled or disabled
    is_admin          BOOLEAN      Holds administrative rights in the system
    mfa_enabled       BOOLEAN      A second factor is enrolled; null = not stated
    created_at        TIMESTAMPTZ  Creation
    last_login_at     TIMESTAMPTZ  Last successful log-in; null = never
    disabled_at       TIMESTAMPTZ  When it was disabled
    owner_email       VARCHAR      Owner of a non-human account
    justification     VARCHAR      Why it exists or is privileged
    details           JSON         What has no column of its own
  `,
  ),
  table(
    'account_aliases',
    'Stated equalities of accounts and people, from the client or confirmed by the auditor',
    `
    system            VARCHAR      System; null = every system
    account_id        VARCHAR      Account
    identity_id       VARCHAR      Person
    method            VARCHAR      How it is known: client, confirmed
  `,
  ),
  table(
    'entitlements',
    'What can be granted: resources and permissions of systems',
    `
    system            VARCHAR      System
    resource          VARCHAR      Resource
    permission        VARCHAR      Permission; null = any
    privileged        BOOLEAN      Gives administrative power
    sensitive         BOOLEAN      Holds sensitive data
    owner_email       VARCHAR      Resource owner
    required_approver VARCHAR      Who must approve exceptions for it
    data_class        VARCHAR      Classification as the client names it
  `,
  ),
  table(
    'grants',
    'Who holds what, as observed in a snapshot',
    `
    snapshot_id       VARCHAR      Snapshot: system and moment, or the id that the source gives
    as_of             TIMESTAMPTZ  Moment of observation
    system            VARCHAR      System
    account_id        VARCHAR      Account that holds the grant
    identity_id       VARCHAR      Person behind the account; null = unresolved
    resource          VARCHAR      Resource
    permission        VARCHAR      Permission
    via               VARCHAR      direct, or the group or role it comes through (path joined by ' > ')
    granted_at        TIMESTAMPTZ  When granted, as the source says
    granted_by        VARCHAR      By whom, as the source says
    expires_at        TIMESTAMPTZ  End, if limited
    details           JSON         Conditions, wildcards and the like
  `,
  ),
  table(
    'memberships',
    'Members of groups and roles; members can be groups',
    `
    as_of             TIMESTAMPTZ  Moment of observation
    system            VARCHAR      System
    group_id          VARCHAR      Group or role
    member_kind       VARCHAR      account or group
    member_id         VARCHAR      Account or group
  `,
  ),
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
    'audit_events',
    'Events of access-management audit trails',
    `
    chain             VARCHAR      Log the event belongs to
    seq               BIGINT       Position in that log, from 0, as received
    event_id          VARCHAR      Id
    occurred_at       TIMESTAMPTZ  Time
    event_type        VARCHAR      access_granted, access_revoked, policy_updated …
    user_email        VARCHAR      Person concerned
    system            VARCHAR      System, if the resource names a known one
    resource          VARCHAR      Resource within the system
    action            VARCHAR      Technical action
    permission        VARCHAR      Permission
    actor             VARCHAR      Who did it
    reason            VARCHAR      Why
    exception_id      VARCHAR      Exception it rests on
    metadata          JSON         Further fields
    hash              VARCHAR      Hash stated in the record
    previous_hash     VARCHAR      Hash of the predecessor as stated
  `,
  ),
  table(
    'access_logs',
    'Use of systems: log-ins, requests, downloads',
    `
    occurred_at       TIMESTAMPTZ  Time
    account           VARCHAR      Account, lower case
    identity_id       VARCHAR      Person behind it; null = unresolved
    system            VARCHAR      System
    resource          VARCHAR      Resource
    action            VARCHAR      login, read, download …
    result            VARCHAR      success, denied or error
    status_code       INTEGER      Status code, if the log has one
    ip                VARCHAR      Address
    user_agent        VARCHAR      Client
    bytes             BIGINT       Bytes transferred
    details           JSON         Further fields
  `,
  ),
  table(
    'role_changes',
    'Changes of administrative or application roles',
    `
    changed_at        TIMESTAMPTZ  Time
    user_email        VARCHAR      Person, lower case
    system            VARCHAR      System
    old_role          VARCHAR      Role before
    new_role          VARCHAR      Role after
    changed_by        VARCHAR      Who changed it
    justification     VARCHAR      Why
    ticket            VARCHAR      Ticket
  `,
  ),
  table(
    'hr_events',
    'Hires, terminations, transfers, promotions',
    `
    event_id          VARCHAR      Id
    event_type        VARCHAR      hire, termination, transfer or promotion
    identity_id       VARCHAR      Person
    email             VARCHAR      Address, lower case
    effective_at      TIMESTAMPTZ  When it takes effect
    date_only         BOOLEAN      Only a date is known: hires count from opening of business, terminations from end of day
    recorded_at       TIMESTAMPTZ  When HR recorded it
    old_job_title     VARCHAR      Before
    new_job_title     VARCHAR      After
    old_department    VARCHAR      Before
    new_department    VARCHAR      After
    overlap_days      INTEGER      Allowed overlap of old and new access, in days
    details           JSON         Further fields
  `,
  ),
  table(
    'service_accounts',
    'Non-human accounts and their credentials',
    `
    system            VARCHAR      System
    account_id        VARCHAR      Account
    name              VARCHAR      Name
    credential_type   VARCHAR      API key, OAuth app, certificate …
    owner_email       VARCHAR      Owner; null = none
    status            VARCHAR      enabled or disabled
    created_at        TIMESTAMPTZ  Creation
    last_used_at      TIMESTAMPTZ  Last use; null = never
    rotation_days     INTEGER      Rotation policy in days; null = none
    last_rotated_at   TIMESTAMPTZ  Last rotation; null = never
    permissions       VARCHAR[]    Permissions stated
  `,
  ),
  table(
    'vendors',
    'Third parties with access',
    `
    vendor            VARCHAR      Name
    access_type       VARCHAR      API, VPN, SSH …
    permissions       VARCHAR      Permissions as stated
    data_accessed     VARCHAR      Data
    contract_start    DATE         Start
    contract_end      DATE         End; null = open
    last_access_at    TIMESTAMPTZ  Last access
    access_frequency  VARCHAR      As stated
    dpa_signed        BOOLEAN      Data processing agreement signed
    security_review_at DATE        Last security review; null = never
    owner_email       VARCHAR      Contract owner
    account_ids       VARCHAR[]    Accounts used
  `,
  ),
  table(
    'db_roles',
    'Database roles',
    `
    system            VARCHAR      Database server
    role_name         VARCHAR      Role
    is_superuser      BOOLEAN      Superuser
    can_create_db     BOOLEAN      May create databases
    can_create_role   BOOLEAN      May create roles
    can_login         BOOLEAN      May log in
    password_expires_at TIMESTAMPTZ Password expiry; null = never
    databases         VARCHAR[]    Databases it can connect to
  `,
  ),
  table(
    'db_privileges',
    'Table privileges',
    `
    system            VARCHAR      Database server
    grantee           VARCHAR      Role, or PUBLIC
    grantor           VARCHAR      Who granted
    table_schema      VARCHAR      Schema
    table_name        VARCHAR      Table
    privilege_type    VARCHAR      SELECT, UPDATE …
    is_grantable      BOOLEAN      May be granted on
  `,
  ),
  table(
    'file_permissions',
    'Files and their modes',
    `
    host              VARCHAR      Host
    path              VARCHAR      Path
    owner             VARCHAR      Owner
    group_name        VARCHAR      Group
    mode              VARCHAR      Four octal digits (setuid, setgid, sticky first)
    file_type         VARCHAR      file, directory, symlink …
    size_bytes        BIGINT       Size
    modified_at       TIMESTAMPTZ  Last change
  `,
  ),
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
  table(
    'business_hours',
    'Working time as the client states it',
    `
    weekday           INTEGER      1 Monday … 7 Sunday
    opens             VARCHAR      HH:MM, included
    closes            VARCHAR      HH:MM, excluded
  `,
  ),
  table(
    'holidays',
    'Days off',
    `
    day               DATE         Day
    name              VARCHAR      Name
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
    'role_holders',
    'Who held an approving role, and when',
    `
    role              VARCHAR      ciso, cto, cfo …
    email             VARCHAR      Holder, lower case
    held_from         TIMESTAMPTZ  From
    held_until        TIMESTAMPTZ  Until (exclusive); null = still
  `,
  ),
  table(
    'retention_locks',
    'Write locks on stored events',
    `
    bucket            VARCHAR      Store
    object_key        VARCHAR      Object
    event_id          VARCHAR      Event, if the key names one
    mode              VARCHAR      GOVERNANCE or COMPLIANCE; null = none
    retain_until      TIMESTAMPTZ  Locked until
    stored_at         TIMESTAMPTZ  Stored
  `,
  ),
  table(
    'chain_anchors',
    'Independent statements about the head of a log',
    `
    chain             VARCHAR      Log
    event_count       BIGINT       Events at that moment
    head              VARCHAR      Hash of the last event
    origin            VARCHAR      Who states it
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
