import type { Session } from '#engine/store/index.ts';

export interface CompanySize {
  people: number;
  grantsPerPerson: number;
  policies: number;
  rules: number;
}

/** The moment of the snapshot and of all questions. */
export const MOMENT = '2024-11-24T05:00:00Z';

const CLAUSES = 49;
const RESOURCES = 5000;

/** The resource of a clause, as SQL over the numbers of policy and clause. */
const resource = (policy: string, clause: string) =>
  `'group:' || ((${policy} * 37 + ${clause} * 101) % ${RESOURCES})`;
const system = (clause: string) => `'system-' || (${clause} % 10)`;
const permission = (clause: string) => `(['read', 'write', 'developer', 'admin'])[1 + ${clause} % 4]`;

/**
 * Fills an empty engagement with a company: each person has one of as many titles as there are policies, a policy gives
 * 49 grants to its title, and each person holds what policy gives plus one grant that it does not. Every 100th person
 * lacks one grant, every 10th has an exception for the extra one, every 1000th has left. Each rule keeps apart two resources
 * of one policy. The same rows every time.
 */
export async function fillCompany(session: Session, size: CompanySize): Promise<void> {
  const { people, policies, rules } = size;
  const source = `'bench' AS source_id`;
  await session.run(`
    INSERT INTO main.identities BY NAME
    SELECT ${source}, p + 1 AS record_no, 'E-' || p AS identity_id, 'user' || p || '@company.com' AS email, 'User ' || p AS display_name,
      'Title ' || (p % ${policies}) AS job_title, 'Department ' || (p % 40) AS department, 'FTE' AS employment_type,
      'user' || (p // 10) || '@company.com' AS manager_email, 'active' AS status, TIMESTAMPTZ '2020-01-06 05:00:00+00' AS hired_at,
      CASE WHEN p % 1000 = 500 THEN TIMESTAMPTZ '2024-11-01 05:00:00+00' END AS left_at, 'US' AS country
    FROM range(${people}) AS r(p)`);
  await session.run(`
    INSERT INTO main.policies BY NAME
    SELECT ${source}, k + 1 AS record_no, 'Policy ' || k AS policy, '1.0' AS version, TIMESTAMPTZ '2024-01-01 05:00:00+00' AS effective_at,
      'ciso@company.com' AS approved_by, true AS in_history, true AS scope_valid, true AS grants_in_file
    FROM range(${policies}) AS r(k)`);
  await session.run(`
    INSERT INTO main.policy_scopes BY NAME
    SELECT ${source}, k + 1 AS record_no, 'Policy ' || k AS policy, '1.0' AS version, 'job_title' AS attribute, 'Title ' || k AS value
    FROM range(${policies}) AS r(k)`);
  await session.run(`
    INSERT INTO main.policy_grants BY NAME
    SELECT ${source}, k + 1 AS record_no, 'Policy ' || k AS policy, '1.0' AS version, (j + 1)::INTEGER AS clause_no,
      ${system('j')} AS system, ${resource('k', 'j')} AS resource, ${permission('j')} AS permission, 'Baseline' AS justification
    FROM range(${policies}) AS r(k), range(${CLAUSES}) AS s(j) ORDER BY k, j`);
  const held = size.grantsPerPerson - 1;
  await session.run(`
    INSERT INTO main.grants BY NAME
    SELECT ${source}, row_number() OVER (ORDER BY p, j) AS record_no, 'snapshot' AS snapshot_id, TIMESTAMPTZ '${MOMENT}' AS as_of,
      CASE WHEN j < ${held} THEN ${system('j')} ELSE 'system-3' END AS system,
      'user' || p || '@company.com' AS account_id, 'E-' || p AS identity_id,
      CASE WHEN j < ${held} THEN ${resource(`(p % ${policies})`, 'j')} ELSE 'extra:' || (p % 700) END AS resource,
      CASE WHEN j < ${held} THEN ${permission('j')} ELSE 'write' END AS permission,
      CASE WHEN j % 10 = 4 THEN 'staff > unit-' || (p % 50) ELSE 'direct' END AS via,
      TIMESTAMPTZ '2023-01-01 09:00:00+00' + to_days((p % 500)::INTEGER) AS granted_at, 'it-admin@company.com' AS granted_by
    FROM range(${people}) AS r(p), range(${size.grantsPerPerson}) AS s(j)
    WHERE NOT (p % 100 = 99 AND j = 5)`);
  await session.run(`
    INSERT INTO main.exceptions BY NAME
    SELECT ${source}, p + 1 AS record_no, 'exc_' || p AS exception_id, 'user' || p || '@company.com' AS user_email, 'system-3' AS system,
      'extra:' || (p % 700) AS resource, 'write' AS permission, 'Project' AS justification, 'lead@company.com' AS requested_by,
      'ciso@company.com' AS approved_by, TIMESTAMPTZ '2024-10-01 12:00:00+00' AS approved_at, TIMESTAMPTZ '2024-12-31 05:00:00+00' AS expires_at
    FROM range(0, ${people}, 10) AS r(p)`);
  await session.run(`
    INSERT INTO main.sod_rules BY NAME
    SELECT ${source}, n + 1 AS record_no, 'Rule ' || n AS rule, CASE WHEN n % 2 = 0 THEN 'roles' ELSE 'resources' END AS kind,
      [${resource(`(n * 7 % ${policies})`, '2')}, ${resource(`(n * 7 % ${policies})`, '9')}] AS items, 'strict' AS enforcement
    FROM range(${rules}) AS r(n)`);
}
