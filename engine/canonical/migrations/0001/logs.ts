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
    'trail_digests',
    'Digest files of CloudTrail: what they state; verified from the bytes of the files',
    `
    digest_object     VARCHAR      Key of the digest in S3
    bucket            VARCHAR      Bucket
    aws_account       VARCHAR      Account
    counts_from       TIMESTAMPTZ  Start of the time that it counts for
    counts_until      TIMESTAMPTZ  End of it (exclusive)
    key_fingerprint   VARCHAR      Public key that checks its signature
    previous_object   VARCHAR      Digest before it; null = the chain begins here
    previous_hash     VARCHAR      SHA-256 of the digest before it, as stated
  `,
  ),
  table(
    'trail_digest_files',
    'Log files that the digests of CloudTrail name',
    `
    digest_object     VARCHAR      Digest that names it
    log_object        VARCHAR      Key of the log file in S3
    hash              VARCHAR      SHA-256 of the uncompressed file, as stated
    oldest_event_at   TIMESTAMPTZ  Time of its first event, as stated
    newest_event_at   TIMESTAMPTZ  Time of its last event, as stated
  `,
  ),
  table(
    'trail_keys',
    'Public keys of CloudTrail, as listed',
    `
    fingerprint       VARCHAR      MD5 of the key, which names it
    valid_from        TIMESTAMPTZ  From
    valid_until       TIMESTAMPTZ  Until
    value             VARCHAR      The key, DER in base64
  `,
  ),
  table(
    'trail_signatures',
    'Signatures of digests, out of the metadata of their objects',
    `
    file              VARCHAR      Name of the file that carries it, without its ending
    signature         VARCHAR      RSA signature in hex
    algorithm         VARCHAR      Algorithm, as stated
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
