import { table, type TableSpec } from '../../schema.ts';

/** Canonical tables of version 1: access. Frozen once released: a change is a new migration. */
export const accessTables: readonly TableSpec[] = [
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
    'role_holders',
    'Who held an approving role, and when',
    `
    role              VARCHAR      ciso, cto, cfo …
    email             VARCHAR      Holder, lower case
    held_from         TIMESTAMPTZ  From
    held_until        TIMESTAMPTZ  Until (exclusive); null = still
  `,
  ),
];
