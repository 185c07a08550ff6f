import { table, type TableSpec } from '../../schema.ts';

/** Canonical tables of version 1: people. Frozen once released: a change is a new migration. */
export const peopleTables: readonly TableSpec[] = [
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
    'credentials',
    'Passwords, access keys and certificates of accounts',
    `
    system            VARCHAR      System
    account_id        VARCHAR      Account that it belongs to
    kind              VARCHAR      password, access_key, certificate, ssh_key, token …
    credential_id     VARCHAR      Id or name of the credential in that account
    status            VARCHAR      enabled, disabled or expired
    created_at        TIMESTAMPTZ  Creation
    last_used_at      TIMESTAMPTZ  Last use; null = never
    last_rotated_at   TIMESTAMPTZ  Last change; null = never
    expires_at        TIMESTAMPTZ  End of validity or next forced change; null = none
    details           JSON         Further fields
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
];
