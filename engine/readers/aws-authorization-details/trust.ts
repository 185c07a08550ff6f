import type { Extracted, JsonObject } from '#engine/intake/kit.ts';
import { filled } from '#engine/intake/pick.ts';
import { statementDetails, type Statement } from './policy.ts';

interface TrustedRole {
  record: number;
  system: string;
  arn: string;
  /** Account id of the role. */
  role: string;
  trust: readonly Statement[];
  privileged: boolean;
}

/** A principal as an account of the same system where it is one; anything else as the policy writes it. */
function principalAccount(name: string, own: string): string {
  if (/^\d{12}$/.test(name)) return `account ${name}`;
  const [, service, account, rest = ''] = /^arn:[^:]*:([^:]*):[^:]*:([^:]*):(.*)$/.exec(name) ?? [];
  if (service === 'iam' && rest === 'root') return `account ${account}`;
  if (account !== own) return name;
  const [kind, ...path] = rest.split('/');
  if (service === 'iam' && kind === 'user') return path.at(-1) ?? name;
  if (service === 'iam' && kind === 'role') return `role/${path.at(-1) ?? ''}`;
  if (service === 'sts' && kind === 'assumed-role') return `role/${path[0] ?? ''}`;
  return name;
}

/** Who may step into a role, by its trust policy; services become service accounts of their own. */
export function trustRows(of: TrustedRole, first: (key: string) => boolean): Extracted[] {
  const { record, system, arn } = of;
  const own = system.replace(/^aws-/, '');
  const denies = of.trust.filter((statement) => !statement.allow);
  const lines: Extracted[] = [];
  const add = (list: string, value: JsonObject) => lines.push({ record, of: list, value });
  for (const statement of of.trust.filter((one) => one.allow)) {
    for (const { kind, name } of statement.principals) {
      const account = kind === 'AWS' ? principalAccount(name, own) : name;
      if (kind === 'Service' && first(JSON.stringify(['account', system, account])))
        add('account', { system, account_id: account, kind: 'service', details: { principal: kind } });
      for (const permission of statement.actions) {
        add('grant', {
          system,
          account_id: account,
          resource: arn,
          permission,
          via: 'trust policy',
          details: filled({
            ...statementDetails(statement),
            principal: kind,
            role: of.role,
            anyone: name === '*' ? true : null,
            denied_by: denies.map((deny) => ({ ...filled(statementDetails(deny)) })),
          }),
        });
        if (of.privileged && first(JSON.stringify([system, arn, permission])))
          add('entitlement', { system, resource: arn, permission, privileged: true });
      }
    }
  }
  return lines;
}
