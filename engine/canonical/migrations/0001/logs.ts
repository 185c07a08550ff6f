import { table, type TableSpec } from '../../schema.ts';

/** Canonical tables of version 1: logs. Frozen once released: a change is a new migration. */
export const logsTables: readonly TableSpec[] = [
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
];
