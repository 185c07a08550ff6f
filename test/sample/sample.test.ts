import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '#shared/contract/envelope.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { reportText } from '#cli/commands/data.ts';
import { createEngine } from '#engine/index.ts';
import { generateSample } from '#fixtures/generate.ts';
import { SAMPLE_SCOPE } from '#fixtures/scope.ts';
import { hostDeps } from '#server/host-engine.ts';
import { tempFolder } from '#test/support/engagement.ts';

/** The sample engagement against the truth that its plan states: every planted finding, and nothing else. */

interface Planted {
  procedure: string;
  subject_type: string;
  subject_id: string;
  reason_code: string;
  /** Absent: an exception. */
  outcome?: 'lead' | 'indeterminate';
  note?: string;
}

const folder = tempFolder('tickmark-sample-');
const MINUTES = 60_000;
let exports: string;
let truth: {
  findings: Planted[];
  not_tested: Record<string, [status: string, why: string]>;
  figures: Record<'coverage' | 'access_changes' | 'drift_remediation', Record<string, unknown>>;
  trend: Record<'day' | 'grants' | 'by_policy' | 'by_exception' | 'drift', string | number>[];
  parts: { reviews: { finance_items: number; finance_answers: number } };
};

function open(name: string): {
  engine: Contract;
  call: <M extends MethodName>(method: M, params: Params<M>) => Promise<Result<M>>;
} {
  const engine = createEngine({ ...hostDeps(), keyDir: join(folder.dir, 'keys', name) });
  return {
    engine,
    call: async (method, params) => {
      const answer = await engine.call(method, params);
      if (!answer.ok) throw new Error(`${method}: ${answer.error.code} ${answer.error.message}`);
      return answer.value;
    },
  };
}

async function worked(name: string) {
  const { engine, call } = open(name);
  await call('engagement.create', { dir: join(folder.dir, name), ...SAMPLE_SCOPE });
  const imported = await call('intake.import', { paths: [exports] });
  const ran = await call('procedures.run', {});
  return { engine, call, imported, ran };
}

let first: Awaited<ReturnType<typeof worked>>;

const reports = new Map<string, Promise<Result<'report.get'>>>();

/** A report on the first, asked once: some take seconds, and several tests read the same one. */
function reportOf(report: string): Promise<Result<'report.get'>> {
  const asked = reports.get(report) ?? first.call('report.get', { report });
  reports.set(report, asked);
  return asked;
}

beforeAll(async () => {
  ({ exports } = await generateSample(join(folder.dir, 'sample')));
  truth = JSON.parse(readFileSync(join(folder.dir, 'sample', 'truth.json'), 'utf8')) as typeof truth;
  first = await worked('first');
}, 20 * MINUTES);
afterAll(async () => {
  await first.engine.close();
  folder.remove();
});

describe('import', () => {
  it('takes every file in, with receipts that add up and nothing rejected', () => {
    const { receipts, failed } = first.imported;
    expect(failed).toEqual([]);
    expect(receipts.filter((receipt) => receipt.read !== receipt.loaded + receipt.rejected)).toEqual([]);
    expect(
      receipts
        .filter((receipt) => receipt.reader === null || receipt.rejected > 0)
        .map((receipt) => receipt.file),
    ).toEqual([]);
  });
});

describe('findings', () => {
  it('are those that the plan states, with their outcomes, procedure by procedure, and no others', async () => {
    const line = (
      { subject_type, subject_id, reason_code }: Pick<Planted, 'subject_type' | 'subject_id' | 'reason_code'>,
      outcome: string,
    ) => `${outcome} ${subject_type} ${subject_id} ${reason_code}`;
    const byProcedure = (lines: readonly (readonly [procedure: string, line: string])[]) => {
      const groups = new Map(first.ran.runs.map(({ procedure }) => [procedure, [] as string[]]));
      for (const [procedure, text] of lines) groups.set(procedure, [...(groups.get(procedure) ?? []), text]);
      return Object.fromEntries([...groups].map(([procedure, group]) => [procedure, group.sort()]));
    };
    const { findings } = await first.call('findings.list', {});
    expect(byProcedure(findings.map((one) => [one.procedure, line(one, one.outcome)]))).toEqual(
      byProcedure(truth.findings.map((one) => [one.procedure, line(one, one.outcome ?? 'exception')])),
    );
  });

  it('come from every procedure, but those that this client gives nothing to test', async () => {
    const known = (await first.call('procedures.list', {})).map(({ id }) => id);
    const { runs } = first.ran;
    expect(runs.map(({ procedure }) => procedure).sort()).toEqual(known.sort());
    const other = runs.filter(({ status }) => status !== 'completed');
    const stated = Object.entries(truth.not_tested).map(([procedure, [status]]) => [procedure, status]);
    expect(Object.fromEntries(other.map(({ procedure, status }) => [procedure, status]))).toEqual(
      Object.fromEntries(stated),
    );
  });

  it('that only point, or are undecided, are stated with a reason of their own or planted on purpose', () => {
    const unexplained = truth.findings.filter(({ outcome, note }) => outcome === 'indeterminate' && !note);
    expect(unexplained).toEqual([]);
  });
});

/** What the client's own three documents print, line by line; the marks of their lists are left out. */
const PRINTED: Readonly<Record<string, readonly string[]>> = {
  coverage: [
    'Policy Coverage Report - 2024-11-24',
    'Total Users: 847',
    'Total Access Grants: 12,384',
    'Policy-Based Access:',
    'Covered by policy: 11,789 (95.2%)',
    'Documented exceptions: 478 (3.9%)',
    'Drift (under investigation): 117 (0.9%)',
    'Policy Breakdown:',
    'Base Employee: 847 users (100%)',
    'Engineering: 234 users',
    'Sales: 112 users',
    'Marketing: 87 users',
    'Finance: 45 users',
    'Exception Summary:',
    'Active exceptions: 478',
    'Expiring this month: 34',
    'Extended (this quarter): 12',
    'Average duration: 38 days',
    // Labelled as the client's own measure, which the printed document calls compliance.
    "Status against the client's targets: HEALTHY",
    'Coverage by policy: 95.2%, target > 90%: met',
  ],
  'access-changes': [
    'Access Changes Report - November 2024',
    'New Hires: 23',
    'Average time to full access: 4.2 hours',
    'Policy-based provisioning: 100%',
    'Terminations: 18',
    'Average time to full revocation: 1.8 hours',
    'Policy-based deprovisioning: 100%',
    'Role Changes: 15',
    'Promotions: 9',
    'Department transfers: 6',
    'Average transition time: 8.3 hours',
    'Graceful deprecation used: 12 (80%)',
    'Exceptions Granted: 42',
    'Project access: 28',
    'Training: 8',
    'Role transitions: 6',
    'Average approval time: 6.2 hours',
    'Exceptions Expired: 37',
    'Auto-revoked on expiration: 34 (92%)',
    'Extended: 2',
    'Manually revoked early: 1',
  ],
  'drift-remediation': [
    'Drift Remediation Report - November 2024',
    'Drift Incidents: 23',
    'Resolved: 21 (91%)',
    'Removed inappropriate access: 12',
    'Documented as exception: 6',
    'Updated policy (access should be standard): 3',
    'Open (under investigation): 2',
    'User: john.doe@company.com',
    'Resource: aws:prod-admin',
    'Detected: 2024-11-22',
    'Status, as the client reports: Escalated to CISO',
    'User: jane.smith@company.com',
    // The document leaves the system out.
    'Resource: tableau:finance-reports',
    'Detected: 2024-11-23',
    'Status, as the client reports: Awaiting manager approval for exception',
    'Average Time to Resolution: 18 hours',
    'Target: <24 hours',
    'Status against the client’s target: GOOD',
  ],
};

describe('reports', () => {
  it.each(Object.keys(PRINTED))(
    '%s prints every line of the client’s own document, in its order',
    async (report) => {
      const text = reportText(await reportOf(report));
      const lines = text.split('\n').map((line) => line.replace(/^[ -]+/, ''));
      const places = PRINTED[report]!.map((line, i, all) => {
        // Where a line comes twice, its second place is that of the second.
        const nth = all.slice(0, i).filter((other) => other === line).length;
        return lines.flatMap((other, at) => (other === line ? [at] : []))[nth] ?? -1;
      });
      const missing = PRINTED[report]!.filter((_, i) => places[i] === -1);
      // Other departments stand between those that the document names.
      expect({ missing, inOrder: places.every((at, i) => i === 0 || at > places[i - 1]!) }).toEqual({
        missing: [],
        inOrder: true,
      });
    },
    3 * MINUTES,
  );

  it('coverage prints the stated figures', async () => {
    const { figures } = await reportOf('coverage');
    const stated = truth.figures.coverage;
    const exceptions = figures['exceptions'] as Record<string, unknown>;
    expect([
      figures['users'],
      figures['grants'],
      figures['by_policy'],
      figures['by_exception'],
      figures['drift'],
      figures['missing'],
      figures['status'],
    ]).toEqual([847, 12_384, 11_789, 478, 117, stated['missing'], 'HEALTHY']);
    expect([figures['by_policy_percent'], figures['by_exception_percent'], figures['drift_percent']]).toEqual(
      [95.2, 3.9, 0.9],
    );
    expect([
      exceptions['active'],
      exceptions['expiring_this_month'],
      exceptions['extended_this_quarter'],
      exceptions['average_duration_days'],
    ]).toEqual([478, 34, 12, 38]);
    expect(figures['snapshot_rows']).toBe(stated['snapshot_rows']);
    // 12,384 grants of people and 176 of others are the 12,560 rows of the snapshot.
    const { service, vendor, unresolved, total } = stated['outside_population'] as Record<string, number>;
    const others = figures['other_lines'] as Record<string, number>;
    expect(others).toEqual({ service, vendor, unresolved, shared: 0, group: 0 });
    expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(total);
  });

  it('coverage breaks down by policy', async () => {
    const { rows } = await reportOf('coverage');
    const users = Object.fromEntries(rows.map((row) => [row['policy'], row['users']]));
    expect(users).toMatchObject(truth.figures.coverage['policy_breakdown'] as Record<string, number>);
  });

  it('access changes of November', async () => {
    const { figures } = await reportOf('access-changes');
    expect(figures).toMatchObject({
      hires: 23,
      hires_mean_hours_to_full_access: 4.2,
      hires_incomplete: 0,
      terminations: 18,
      terminations_mean_hours_to_full_revocation: 1.8,
      terminations_incomplete: 0,
      role_changes: 15,
      promotions: 9,
      transfers: 6,
      role_changes_mean_hours: 8.3,
      role_changes_graceful: 12,
      exceptions_granted: 42,
      exceptions_granted_by_need: { project: 28, training: 8, role_transition: 6 },
      exceptions_mean_hours_to_approval: 6.2,
      exceptions_expired: 37,
      exceptions_auto_revoked: 34,
      exceptions_extended: 2,
      exceptions_revoked_early: 1,
    });
    expect(figures['hires_grants_by_policy']).toBe(figures['hires_grants']);
  });

  it(
    'drift remediation of November',
    async () => {
      const { figures, rows } = await reportOf('drift-remediation');
      expect(figures).toMatchObject({
        incidents: 23,
        resolved: 21,
        removed: 12,
        documented_as_exception: 6,
        policy_updated: 3,
        open: 2,
        mean_hours_to_resolution: 18,
        status: 'GOOD',
      });
      expect(
        rows.filter((row) => row['closed'] === null).map((row) => [row['user'], row['client_status']]),
      ).toEqual([
        ['john.doe@company.com', 'Escalated to CISO'],
        ['jane.smith@company.com', 'Awaiting manager approval for exception'],
      ]);
    },
    3 * MINUTES,
  );

  it('the trend over a year is the stated one, month by month', async () => {
    const { rows } = await reportOf('metrics');
    expect(
      rows.map(({ day, grants, by_policy, by_exception, drift }) => ({
        day,
        grants,
        by_policy,
        by_exception,
        drift,
      })),
    ).toEqual(truth.trend);
  });

  it(
    'every figure that the client states is the one that its records give; it leaves the missing access out',
    async () => {
      const { figures, rows } = await reportOf('client-figures');
      // 34 of the three documents, and four of each of twelve months.
      expect(figures).toEqual({
        claimed: 82,
        agreed: 82,
        differs: 0,
        not_reproducible: 0,
        missed_by_client: 1,
      });
      expect(rows.find(({ verdict }) => verdict === 'missed_by_client')).toMatchObject({
        metric: 'missing_access',
        ours: truth.figures.coverage['missing'],
      });
    },
    3 * MINUTES,
  );

  it('the review of Finance has the stated items and answers; the later one is not summarised', async () => {
    const { figures, rows } = await reportOf('review-summary');
    const { finance_items: items, finance_answers: answers } = truth.parts.reviews;
    expect(figures).toEqual({ reviews: 1, items, undecided: items - answers, begins_later: 1 });
    expect(rows[0]!['statistics']).toMatchObject({ access_modified: 1, unsure: 1, undecided: 3 });
  });

  it('the drift of one person is the one line that the client’s own report shows', async () => {
    const { rows } = await reportOf('drift');
    expect(
      rows
        .filter((row) => row['email'] === 'sarah.chen@company.com')
        .map((row) => [row['kind'], row['system'], row['resource'], row['permission']]),
    ).toEqual([['drift', 'gitlab', 'group:platform-engineering', 'developer']]);
  });
});

describe('the package', () => {
  it(
    'has the same tag manifest from two fresh imports',
    async () => {
      const second = await worked('second');
      try {
        const made = [];
        for (const [name, { call }] of [
          ['first', first],
          ['second', second],
        ] as const) {
          await call('keys.create', { name: 'preparer', passphrase: name });
          made.push(
            await call('package.build', {
              key: 'preparer',
              passphrase: name,
              path: join(folder.dir, `${name}.zip`),
            }),
          );
        }
        expect(made[0]!.tag_manifest_sha256).toBe(made[1]!.tag_manifest_sha256);
        expect(made[0]!.sha256).not.toBe(made[1]!.sha256);
      } finally {
        await second.engine.close();
      }
    },
    10 * MINUTES,
  );

  it(
    'verifies, and gives the same when it is done again',
    async () => {
      const file = join(folder.dir, 'first.zip');
      expect((await first.call('package.verify', { file })).verdict).toBe('valid');
      expect(await first.call('package.reperform', { file })).toEqual({ verdict: 'same', differences: [] });
    },
    10 * MINUTES,
  );
});
