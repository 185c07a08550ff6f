import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '#shared/contract/envelope.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { createEngine } from '#engine/index.ts';
import { hostDeps } from '#server/host-engine.ts';
import { tempFolder } from '#test/support/engagement.ts';

/** Files as nobody should hand them in, from import to findings: each oddity is handled by a rule and shown. */

const ROLES = 10_000;
/** The second letter is Cyrillic. */
const LOOKALIKE = 'p\u0430vel@company.com';

const FILES: Readonly<Record<string, string>> = {
  'hr/roster.csv': `Employee ID,Work Email,Name,Job Title,Department,Status,Hire Date,Termination Date,Manager Email
E1,ann@company.com,Ann Miller,Clerk,Finance,Active,2020-01-01,,boss@company.com
E2,ANN@company.com,Annegret Meyer-Holt,Engineer,IT,Active,2021-01-01,,boss@company.com
E3,${LOOKALIKE},Pawel Nowakowski,Clerk,IT,Active,2020-01-01,,boss@company.com
E4,pavel@company.com,Pavel Dvorak,Engineer,IT,Active,2020-01-01,,boss@company.com
E5,old@company.com,Otto Ancient,Engineer,IT,Active,1066-10-14,,boss@company.com
E6,many@company.com,Mona Many,Engineer,IT,Active,2020-01-01,,boss@company.com
E7,,,,,,,,
,,,,,,,,
`,
  'policies/access.yaml': `policies:
  - name: Engineering
    version: "1"
    effective_date: 2024-01-01
    owner: &lead lead@company.com
    approver: &ciso ciso@company.com
    scope: { applies_to: &engineers { job_title: [Engineer] } }
    grants:
      - &read { system: git, resource: core, permission: read, justification: &why work on the product }
    change_history: [{ version: "1", date: 2024-01-01, changed_by: *lead, approval: *ciso, approved_at: "2023-12-20T12:00:00Z" }]
  - name: Tools
    version: "1"
    effective_date: 2024-01-01
    owner: *lead
    approver: *ciso
    scope: { applies_to: *engineers }
    grants: [*read, { system: ci, resource: jobs, permission: run, justification: *why }]
    change_history: [{ version: "1", date: 2024-01-01, changed_by: *lead, approval: *ciso, approved_at: "2023-12-20T12:00:00Z" }]
  - name: Moon Base
    version: "1"
    effective_date: 2024-01-01
    owner: *lead
    approver: *ciso
    scope: { applies_to: { job_title: [Astronaut] } }
    grants: [*read]
    change_history: [{ version: "1", date: 2024-01-01, changed_by: *lead, approval: *ciso, approved_at: "2023-12-20T12:00:00Z" }]
`,
  'idp/accounts.csv': `System,Account,Status,Admin,MFA,Created,Last Login
git,ghost,,,,,
git,pavel@company.com,active,false,true,2020-01-01,2024-11-20
`,
  'idp/memberships.csv': `Snapshot,System,Group,Member Kind,Member
2024-11-24,git,alpha,group,beta
2024-11-24,git,beta,group,gamma
2024-11-24,git,gamma,group,alpha
2024-11-24,git,gamma,account,pavel@company.com
`,
  'access/snapshot.csv': `Snapshot,System,Account,Resource,Permission,Via,Granted At,Granted By,Expires At
2024-11-24,git,pavel@company.com,core,read,direct,,,
2024-11-24,git,${LOOKALIKE},core,read,direct,,,
2024-11-24,git,ann@company.com,core,read,direct,,,
2024-11-24,git,old@company.com,core,read,direct,1066-10-14,,
2024-11-24,git,alpha,secrets,admin,direct,,,
2024-11-24,git,,core,read,direct,,,
,,,,,,,,
${Array.from({ length: ROLES }, (_, i) => `2024-11-24,sap,many@company.com,role:${i},use,direct,,,`).join('\n')}
`,
  'exceptions/exceptions.json': JSON.stringify([
    {
      user: 'old@company.com',
      resource: 'git:lab',
      permission: 'read',
      approved_by: 'ciso@company.com',
      expires_at: '2025-01-01',
    },
    { id: null, user: null, resource: null, permission: null, expires_at: null, approved_by: null },
    {
      id: 'X1',
      user: 'old@company.com',
      resource: 'git:vault',
      permission: 'read',
      requested_by: 'old@company.com',
      approved_by: 'ciso@company.com',
      requested_at: '0001-01-01',
      approved_at: '0001-01-02',
      granted_at: '0001-01-03',
      expires_at: '2025-01-01',
    },
    { id: 'X2', user: 'nobody@company.com', resource: 'git:core', permission: 'read', expires_at: null },
  ]),
};

const folder = tempFolder('tickmark-bad-input-');
let engine: Contract;
let imported: Result<'intake.import'>;
let ran: Result<'procedures.run'>;
let findings: Result<'findings.list'>['findings'];

async function call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
  const answer = await engine.call(method, params);
  if (!answer.ok) throw new Error(`${method}: ${answer.error.code} ${answer.error.message}`);
  return answer.value;
}

/** Findings of one procedure, as subject and reason. */
const told = (procedure: string): string[] =>
  findings
    .filter((finding) => finding.procedure === procedure)
    .map((finding) => `${finding.subject_id} ${finding.reason_code}`)
    .sort();

beforeAll(async () => {
  for (const [name, text] of Object.entries(FILES)) {
    const path = join(folder.dir, 'files', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  engine = createEngine({ ...hostDeps(), keyDir: join(folder.dir, 'keys') });
  await call('engagement.create', {
    dir: join(folder.dir, 'engagement'),
    client: 'Odd Company',
    kind: 'external',
    period: { from: '2024-11-01', to: '2024-11-30' },
    as_of: '2024-11-24',
    timezone: 'America/New_York',
  });
  imported = await call('intake.import', { paths: [join(folder.dir, 'files')] });
  ran = await call('procedures.run', {});
  ({ findings } = await call('findings.list', {}));
});
afterAll(async () => {
  await engine.close();
  folder.remove();
});

describe('import', () => {
  test('what is read is loaded or rejected, each rejection with its record and reason', () => {
    expect(imported.failed).toEqual([]);
    const counts = imported.receipts.map(({ file, read, loaded, rejected, rejects }) => [
      file.replace(/^.*\//, ''),
      read,
      loaded,
      rejected,
      rejects.map(({ record, code, message }) => `${record} ${code} ${message}`),
    ]);
    expect(counts.sort()).toEqual([
      ['access.yaml', 3, 3, 0, []],
      ['accounts.csv', 2, 1, 1, ['1 MISSING_VALUE Status is empty']],
      ['exceptions.json', 4, 2, 2, ['1 MISSING_VALUE id is empty', '2 MISSING_VALUE id is empty']],
      ['memberships.csv', 4, 4, 0, []],
      ['roster.csv', 8, 7, 1, ['8 MISSING_VALUE Employee ID is empty']],
      [
        'snapshot.csv',
        ROLES + 7,
        ROLES + 5,
        2,
        ['6 MISSING_VALUE Account is empty', '7 MISSING_VALUE Snapshot is empty'],
      ],
    ]);
  });
});

describe('receipts', () => {
  test('show the earliest date of each column, however early', () => {
    const earliest = (file: string, column: string) =>
      imported.receipts
        .filter((receipt) => receipt.file.endsWith(file))
        .flatMap(({ rows }) => rows.flatMap(({ ranges }) => ranges[column]?.min.slice(0, 10) ?? []));
    expect(earliest('roster.csv', 'hired_at')).toEqual(['1066-10-14']);
    expect(earliest('snapshot.csv', 'granted_at')).toEqual(['1066-10-14']);
    expect(earliest('exceptions.json', 'approved_at')).toEqual(['0001-01-02']);
  });
});

describe('procedures', () => {
  test('none fails', () => {
    expect(ran.runs.filter((run) => run.status === 'error')).toEqual([]);
  });

  test('a policy that matches nobody is told', () => {
    expect(told('policy.well-formed')).toEqual(['Moon Base 1 applies_to_nobody']);
  });

  test('groups in a circle are told, and what the first holds goes to the member of the last', () => {
    expect(told('access.groups-sound')).toEqual(['git:alpha circle', 'git:beta circle', 'git:gamma circle']);
    expect(told('policy.access-matches')).toContain('pavel@company.com|git:secrets|admin unexpected');
  });

  test('two identities with one address are told, and no grant is counted for either', () => {
    expect(told('accounts.identities-distinct')).toContain('E1 same_address');
    expect(told('policy.access-matches').filter((one) => one.startsWith('ann@'))).toEqual([
      'ann@company.com|git:core|read missing',
    ]);
  });

  test('addresses that only look alike are two people, and are pointed at', () => {
    expect(told('accounts.identities-distinct')).toEqual(['E1 same_address', 'E3 similar_address']);
    const access = told('policy.access-matches');
    // The Engineer's is given by policy, the Clerk's is not.
    expect(access).toContain(`${LOOKALIKE}|git:core|read unexpected`);
    expect(access).not.toContain('pavel@company.com|git:core|read unexpected');
  });

  test('ten thousand roles on one person are ten thousand findings and one', () => {
    expect(
      told('policy.access-matches').filter((one) => one.startsWith('many@company.com|sap:')).length,
    ).toBe(ROLES);
    expect(told('accounts.people-sound')).toEqual(['many@company.com excessive_permissions']);
  });

  test('dates before the company was there are taken as they stand', () => {
    expect(told('policy.access-matches').filter((one) => one.startsWith('old@'))).toEqual([]);
    expect(told('exceptions.time-limited')).toEqual(['X1 too_long', 'X2 no_expiry']);
    expect(told('exceptions.approved-independently')).toEqual(['X2 no_approver']);
  });

  test('anchors in policies stand for what they name', () => {
    // The only system without a snapshot is named beside an alias, and no clause lacks its justification.
    expect(told('policy.coverage-ties')).toEqual(['ci system_without_data']);
  });
});

describe('reports', () => {
  test('coverage counts each grant once and names the rest', async () => {
    const { figures } = await call('report.get', { report: 'coverage' });
    expect(figures).toMatchObject({
      users: 7,
      // The roles, two of pavel, and one each of his lookalike and of old.
      grants: ROLES + 4,
      by_policy: 2,
      by_exception: 0,
      drift: ROLES + 2,
      missing: 2,
      other_lines: { service: 0, vendor: 0, shared: 0, group: 1, unresolved: 1 },
      snapshot_rows: ROLES + 5,
      systems_without_data: ['ci'],
      status: 'BREACH',
    });
  });

  test('a dossier names the other identity of its address', async () => {
    const { sections } = await call('report.get', { report: 'user:ann@company.com' });
    expect(sections.find(({ heading }) => heading === 'Person')!.lines).toContainEqual({
      label: 'Another identity with this address',
      value: 'Annegret Meyer-Holt, E2',
      note: 'what is held under it is counted for neither',
    });
  });

  test.each([
    'drift',
    'access-changes',
    'drift-remediation',
    'metrics',
    'questions',
    'comprehensive',
    `user:${LOOKALIKE}`,
    'user:many@company.com',
    'resource:git:core',
  ])('%s is written', async (report) => {
    expect((await call('report.get', { report })).report).toBe(report.replace(/:.*$/, ''));
  });
});
