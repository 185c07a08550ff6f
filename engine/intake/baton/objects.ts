import type { JsonObject } from '../kit.ts';
import { message, messages, number, parseMessage, text, texts, timestamp, type Fields } from './wire.ts';

/** Objects of a baton sync (package c1.connector.v2) as JSON with the fields that readers ask for. */

const ACCOUNT_TYPES = [null, 'human', 'service', 'system'];
const STATUSES = [null, 'enabled', 'disabled', 'deleted'];

function annotation(fields: Fields | undefined, field: number, type: string): Fields | undefined {
  if (!fields) return undefined;
  const found = messages(fields, field).find((any) => text(any, 1)?.endsWith(`/c1.connector.v2.${type}`));
  const value = found?.get(2)?.at(-1);
  if (found === undefined) return undefined;
  return value instanceof Uint8Array ? parseMessage(value) : new Map();
}

function reference(resource: Fields | undefined): JsonObject {
  const id = message(resource, 1);
  return { type: text(id, 1), id: text(id, 2), name: text(resource, 3) };
}

function user(trait: Fields | undefined): JsonObject | null {
  if (trait === undefined) return null;
  const emails = messages(trait, 1);
  const primary = emails.find((email) => number(email, 2) === 1) ?? emails[0];
  const status = message(trait, 2);
  return {
    login: text(trait, 6),
    email: text(primary, 1),
    status: STATUSES[number(status, 1) ?? 0] ?? null,
    status_details: text(status, 2),
    account_type: ACCOUNT_TYPES[number(trait, 5) ?? 0] ?? null,
    created_at: timestamp(trait, 8),
    last_login_at: timestamp(trait, 9),
    mfa_enabled: trait.has(10) ? number(message(trait, 10), 1) === 1 : null,
  };
}

export function batonResource(bytes: Uint8Array): JsonObject {
  const resource = parseMessage(bytes);
  const parent = message(resource, 2);
  return {
    ...reference(resource),
    parent: parent === undefined ? null : `${text(parent, 1) ?? ''}:${text(parent, 2) ?? ''}`,
    user: user(annotation(resource, 4, 'UserTrait')),
  };
}

/** A type whose traits hold 1 is one of users, 2 of groups, 3 of roles, 4 of applications. */
export function batonResourceType(bytes: Uint8Array): JsonObject {
  const type = parseMessage(bytes);
  const traits = (type.get(3) ?? []).flatMap((value) =>
    typeof value === 'bigint' ? [Number(value)] : [...value],
  );
  return { id: text(type, 1), name: text(type, 2), traits };
}

export function batonEntitlement(bytes: Uint8Array): JsonObject {
  const entitlement = parseMessage(bytes);
  return {
    id: text(entitlement, 2),
    name: text(entitlement, 3),
    slug: text(entitlement, 8),
    description: text(entitlement, 4),
    resource: reference(message(entitlement, 1)),
  };
}

export function batonGrant(bytes: Uint8Array): JsonObject {
  const grant = parseMessage(bytes);
  const entitlement = message(grant, 1);
  const expandable = annotation(grant, 4, 'GrantExpandable');
  const sources = message(grant, 5);
  return {
    id: text(grant, 3),
    entitlement: { id: text(entitlement, 2), resource: reference(message(entitlement, 1)) },
    principal: reference(message(grant, 2)),
    sources: sources === undefined ? [] : messages(sources, 1).map((entry) => text(entry, 1)),
    expands:
      expandable === undefined
        ? null
        : { from: texts(expandable, 1), shallow: number(expandable, 2) === 1, types: texts(expandable, 3) },
  };
}
