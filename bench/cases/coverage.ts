import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepShared } from '#engine/canonical/index.ts';
import { type Engagement, resolveMoments } from '#engine/engagement/index.ts';
import { bindings } from '#engine/runner/execute.ts';
import { findProcedure, runProcedures } from '#engine/runner/index.ts';
import { resolveParams } from '#engine/runner/params.ts';
import type { Session } from '#engine/store/index.ts';
import { type BenchCase, type Run, timed } from '../case.ts';
import { isThere, timedCommand } from '../command.ts';
import { dataPath, inScratch, once } from '../data.ts';
import { filledEngagement, withEngagement } from '../engagement.ts';
import { type CompanySize, fillCompany, MOMENT } from '../generate/company.ts';

const PROCEDURES = [
  'policy.expected-access',
  'policy.access-matches',
  'policy.coverage-ties',
  'sod.roles-separate',
  'sod.resources-separate',
];

const dir = (people: number) => dataPath(`company-2-${people}`);

function company(people: number): CompanySize {
  return {
    people,
    grantsPerPerson: 50,
    policies: Math.max(10, people / 50),
    rules: Math.max(10, people / 500),
  };
}

/**
 * The same questions by hand, for this company alone: scopes name job titles only, there are no wildcards, HR events, service accounts,
 * mitigations or ambiguous exceptions, so none of that is asked for. No source rows, no texts: tables of keys.
 */
async function byHand(session: Session): Promise<string> {
  await session.run(`
    CREATE TEMP TABLE expected AS
    SELECT DISTINCT i.identity_id, i.email, g.system, g.resource, g.permission
    FROM identities AS i
    JOIN policy_scopes AS s ON s.attribute = 'job_title' AND lower(s.value) = lower(i.job_title)
    JOIN policies AS v ON v.policy = s.policy AND v.version = s.version AND v.effective_at <= '${MOMENT}' AND v.approved_by IS NOT NULL
    JOIN policy_grants AS g ON g.policy = v.policy AND g.version = v.version
    WHERE i.hired_at <= '${MOMENT}' AND (i.left_at IS NULL OR i.left_at > '${MOMENT}');
    CREATE TEMP TABLE held AS
    SELECT DISTINCT g.identity_id, g.account_id, g.system, g.resource, g.permission
    FROM grants AS g JOIN (SELECT system, max(as_of) AS as_of FROM grants WHERE as_of <= '${MOMENT}' GROUP BY system) USING (system, as_of);
    CREATE TEMP TABLE unexplained AS
    SELECT h.*, x.exception_id IS NOT NULL AND i.left_at IS NULL AS excepted
    FROM held AS h ANTI JOIN expected AS e USING (identity_id, system, resource, permission)
    JOIN identities AS i ON i.identity_id = h.identity_id
    LEFT JOIN exceptions AS x ON x.user_email = i.email AND x.system = h.system AND x.resource = h.resource AND x.permission = h.permission
      AND x.approved_at <= '${MOMENT}' AND x.expires_at > '${MOMENT}';
    CREATE TEMP TABLE missing AS
    SELECT * FROM expected ANTI JOIN held USING (identity_id, system, resource, permission);
    CREATE TEMP TABLE conflicts AS
    SELECT r.rule, r.kind, h.identity_id FROM (SELECT rule, kind, unnest(items) AS item FROM sod_rules) AS r
    JOIN held AS h ON lower(h.resource) = lower(r.item)
    GROUP BY ALL HAVING count(DISTINCT r.item) > 1;`);
  const count = async (sql: string) => Number(await session.value(`SELECT count(*) FROM ${sql}`));
  return answerOf(
    await count('identities WHERE left_at IS NULL'),
    (await count('unexplained WHERE NOT excepted')) + (await count('missing')),
    await count(`conflicts WHERE kind = 'roles'`),
    await count(`conflicts WHERE kind = 'resources'`),
  );
}

/** The statements of the procedures as they are, into tables: what the runner adds is all that the ratio shows. */
async function statements({ settings, store }: Engagement): Promise<string> {
  const session = await store.session();
  try {
    const moments = await resolveMoments(session, settings, { as_of: MOMENT });
    const procedures = PROCEDURES.map((id) => findProcedure(id));
    const counts: number[] = [];
    for (const procedure of procedures) {
      const { sql, population } = procedure;
      await keepShared(session, moments.as_of, [sql!, population ?? '']);
      const values = bindings(sql!, { moments, params: resolveParams(procedure, {}, {}) });
      await session.run(`CREATE OR REPLACE TEMP TABLE tested AS ${sql!}`, values);
      counts.push(
        Number(
          await session.value(
            procedure.meta.id === 'policy.expected-access'
              ? 'SELECT count(*) FROM tested'
              : `SELECT count(*) FROM tested WHERE outcome = 'exception'`,
          ),
        ),
      );
    }
    const [people, differences, , roles, resources] = counts;
    return answerOf(people!, differences!, roles!, resources!);
  } finally {
    session.close();
  }
}

function answerOf(people: number, differences: number, roles: number, resources: number): string {
  return `${people} people, ${differences} differences, ${roles} and ${resources} conflicts`;
}

const SCRIPT = fileURLToPath(new URL('../python/coverage.py', import.meta.url));
const PYTHON = '/usr/bin/python3';
const utc = (column: string) => `strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S+00') AS ${column}`;
const TABLES: Readonly<Record<string, string>> = {
  identities: `SELECT identity_id, email, job_title, ${utc('hired_at')}, ${utc('left_at')} FROM identities`,
  policies: `SELECT policy, version, approved_by, ${utc('effective_at')} FROM policies`,
  policy_scopes: 'SELECT policy, version, attribute, value FROM policy_scopes',
  policy_grants: 'SELECT policy, version, clause_no, system, resource, permission, source_id, record_no FROM policy_grants',
  grants: `SELECT ${utc('as_of')}, system, account_id, identity_id, resource, permission, via[1] AS via, ${utc('granted_at')}, granted_by, source_id, record_no FROM grants`,
  exceptions: `SELECT exception_id, user_email, system, resource, permission, ${utc('approved_at')}, ${utc('expires_at')} FROM exceptions`,
  sod_rules: 'SELECT rule, kind, enforcement, source_id, record_no, unnest(items) AS items FROM sod_rules',
};

/** The tables as CSV, for programs that cannot read the database. */
async function exportTables(people: number): Promise<string> {
  const folder = dataPath(`company-2-${people}-csv-2`);
  await once(folder, (partial) =>
    withEngagement(dir(people), async ({ workDir, store }) => {
      await mkdir(partial, { recursive: true });
      await store.use(async (session) => {
        for (const [name, sql] of Object.entries(TABLES)) {
          // The database may write into its own scratch folder only.
          const file = join(workDir, `${name}.csv`);
          await session.run(`COPY (${sql}) TO '${file}' (HEADER)`);
          await rename(file, join(partial, `${name}.csv`));
        }
      });
    }),
  );
  return folder;
}

async function inPandas(people: number, more: readonly string[]): Promise<Run | null> {
  if (!isThere(PYTHON, ['-c', 'import pandas'])) return null;
  const folder = await exportTables(people);
  const { out } = await timedCommand(PYTHON, [SCRIPT, folder, ...more]);
  const [times, answer] = out.split('\n');
  const [seconds, cpu_seconds] = times!.split(' ').map(Number);
  return { seconds: seconds!, cpu_seconds: cpu_seconds!, answer: answer! };
}

/** Expected access, drift, coverage and segregation of duties. */
export const coverage: BenchCase = {
  name: 'coverage',
  unit: 'people',
  sizes: { small: 2_000, full: 100_000 },
  about: (people) => {
    const { grantsPerPerson, policies, rules } = company(people);
    return `${people * grantsPerPerson} grants, ${policies} policies, ${rules} rules`;
  },
  prepare: (people) => filledEngagement(dir(people), (session) => fillCompany(session, company(people))),
  ours: (people) =>
    withEngagement(dir(people), async (engagement) => {
      const { took, value } = await timed(() =>
        runProcedures(engagement, { procedures: PROCEDURES, as_of: MOMENT }),
      );
      const of = (id: string) => value.runs.find((run) => run.procedure === id)!;
      const failed = value.runs.find((run) => run.status !== 'completed');
      if (failed) throw new Error(`${failed.procedure}: ${failed.status} ${failed.message ?? ''}`);
      const [roles, resources] = [of('sod.roles-separate'), of('sod.resources-separate')];
      return {
        ...took,
        answer: answerOf(
          of('policy.expected-access').population!,
          of('policy.access-matches').exceptions!,
          roles.exceptions!,
          resources.exceptions!,
        ),
      };
    }),
  baselines: [
    {
      name: 'SQL by hand in DuckDB',
      run: (people) =>
        withEngagement(dir(people), ({ store }) =>
          store.use(async (session) => {
            const { took, value } = await timed(() => byHand(session));
            return { ...took, answer: value };
          }),
        ),
    },
    {
      name: 'the same statements in DuckDB',
      run: (people) =>
        withEngagement(dir(people), async (engagement) => {
          const { took, value } = await timed(() => statements(engagement));
          return { ...took, answer: value };
        }),
    },
    {
      name: 'pandas script, from CSV to findings',
      run: (people) => inScratch((to) => inPandas(people, [join(to, 'found.ndjson')])),
    },
    { name: 'pandas script, counts alone, from memory', run: (people) => inPandas(people, []) },
  ],
};
