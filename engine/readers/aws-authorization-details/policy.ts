import { asList, asText, isObject, type Json, type JsonObject } from '#engine/intake/kit.ts';
import { parsedText, filled } from '#engine/intake/pick.ts';

/** One statement of an identity policy, with every list as a list. */
export interface Statement {
  allow: boolean;
  sid: string | null;
  actions: string[];
  notActions: string[];
  resources: string[];
  notResources: string[];
  condition: JsonObject | null;
  /** Of trust policies: kind of principal (AWS, Service, Federated, *) and its name. */
  principals: { kind: string; name: string }[];
}

function texts(value: Json | undefined): string[] {
  return asList(value)
    .map(asText)
    .filter((text) => text !== null);
}

function principalsOf(value: Json | undefined): Statement['principals'] {
  if (typeof value === 'string') return [{ kind: value === '*' ? '*' : 'AWS', name: value }];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([kind, names]) => texts(names).map((name) => ({ kind, name })));
}

/** Policy documents come as objects, as JSON texts, and URL-encoded (RFC 3986) as the service itself answers. */
function documentOf(value: Json | undefined): JsonObject | null {
  let found = value;
  if (typeof found === 'string' && found.trimStart().startsWith('%')) {
    try {
      found = decodeURIComponent(found);
    } catch {
      return null;
    }
  }
  const parsed = parsedText(found);
  return isObject(parsed) ? parsed : null;
}

/** Statements of a policy document; null where it cannot be read. */
export function statementsOf(value: Json | undefined): Statement[] | null {
  const document = documentOf(value);
  if (document === null) return null;
  return asList(document['Statement'])
    .filter(isObject)
    .map((statement) => ({
      allow: asText(statement['Effect']) === 'Allow',
      sid: asText(statement['Sid']),
      actions: texts(statement['Action']),
      notActions: texts(statement['NotAction']),
      resources: texts(statement['Resource']),
      notResources: texts(statement['NotResource']),
      condition: isObject(statement['Condition']) ? statement['Condition'] : null,
      principals: principalsOf(statement['Principal']),
    }));
}

/** Whether a pattern with * and ? (IAM's wildcards) covers a text; actions are compared without regard to case. */
export function covers(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'is').test(text);
}

export function isDenied(by: Statement, action: string, resource: string): boolean {
  const acts =
    by.actions.some((one) => covers(one, action)) ||
    (by.notActions.length > 0 && !by.notActions.some((one) => covers(one, action)));
  const on =
    by.resources.some((one) => covers(one, resource)) ||
    (by.notResources.length > 0 && !by.notResources.some((one) => covers(one, resource)));
  return acts && on;
}

/** What an Allow statement gives: every pair of action and resource. What is excepted is told in the details. */
export function pairsOf(statement: Statement): { permission: string; resource: string }[] {
  const actions =
    statement.actions.length > 0 ? statement.actions : statement.notActions.length > 0 ? ['*'] : [];
  const resources =
    statement.resources.length > 0 ? statement.resources : statement.notResources.length > 0 ? ['*'] : [];
  return actions.flatMap((permission) => resources.map((resource) => ({ permission, resource })));
}

export function statementDetails(statement: Statement): Record<string, Json | undefined> {
  return {
    effect: statement.allow ? 'Allow' : 'Deny',
    sid: statement.sid,
    not_action: statement.notActions,
    not_resource: statement.notResources,
    condition: statement.condition,
  };
}

/** A Deny statement as it is kept beside what it takes away. */
export function denyDetails(path: string, statement: Statement): JsonObject {
  return (
    filled({
      ...statementDetails(statement),
      via: path,
      action: statement.actions,
      resource: statement.resources,
    }) ?? {}
  );
}

/** Calls by which somebody with them can give themselves or others any right in IAM. */
const GIVES_RIGHTS =
  /^iam:(?:\*|(?:create|put|attach|detach|set|update|add|delete|remove|upload|pass|tag|untag)[a-z*?]*)$/i;

/** Administrative power: everything, all of a service that governs access or its record, or a writing call of IAM. */
export function isPrivileged(permission: string): boolean {
  return (
    /^(?:\*|\*:\*|(?:iam|organizations|sso|sso-directory|identitystore|sts|kms|cloudtrail):\*)$/i.test(
      permission,
    ) || GIVES_RIGHTS.test(permission)
  );
}

/** Every action, or all of IAM, on everything. */
export function isAdministrator(permission: string, resource: string): boolean {
  return /^(?:\*|\*:\*|iam:\*)$/i.test(permission) && resource === '*';
}
