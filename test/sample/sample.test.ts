import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '#shared/contract/envelope.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
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
  key?: string;
}

const folder = tempFolder('tickmark-sample-');
const MINUTES = 60_000;
let exports: string;
let truth: {
  findings: Planted[];
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
  const line = ({ subject_type, subject_id, reason_code }: Omit<Planted, 'procedure'>) =>
    `${subject_type} ${subject_id} ${reason_code}`;

  it('are those that were planted, procedure by procedure, and no others', async () => {
    const { findings } = await first.call('findings.list', {});
    const known = new Set((await first.call('procedures.list', {})).map(({ id }) => id));
    const stating = [...new Set(truth.findings.map((item) => item.procedure))].sort();
    expect(stating.filter((id) => !known.has(id))).toEqual([]);
    for (const procedure of stating) {
      const found = findings
        .filter((finding) => finding.procedure === procedure && finding.outcome !== 'indeterminate')
        .map(line);
      const stated = truth.findings.filter((item) => item.procedure === procedure).map(line);
      expect({ procedure, findings: found.sort() }).toEqual({ procedure, findings: stated.sort() });
    }
  });

  it('that are exceptions are all planted; what only points, or is undecided, is of these kinds', async () => {
    const { findings } = await first.call('findings.list', {});
    const stating = new Set(truth.findings.map((item) => item.procedure));
    const kinds = (outcome: string) => [
      ...new Set(
        findings
          .filter((finding) => finding.outcome === outcome && !stating.has(finding.procedure))
          .map(({ procedure, reason_code }) => `${procedure} ${reason_code}`),
      ),
    ];
    expect(kinds('exception')).toEqual([]);
    // Chance of so many people, names and rights: pointers, not faults, and not part of the plan.
    expect(kinds('lead').sort()).toEqual([
      'access.peers-alike rare_access',
      'accounts.names-personal generic_name',
      'admins.actions-reviewed actions',
      'trail.logs-continuous days_without_entries',
      'trail.writers-limited writes_logs',
      'trail.writers-limited writes_policies',
    ]);
    const undecided = findings.filter(({ outcome }) => outcome === 'indeterminate');
    const counts = new Map<string, number>();
    for (const { procedure, reason_code } of undecided)
      counts.set(`${procedure} ${reason_code}`, (counts.get(`${procedure} ${reason_code}`) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      // Addresses of the office network are private.
      'logs.location-usual unresolved_addresses': 1,
      // The printed policy of the Sales Engineers states no time of approval.
      'policy.well-formed approval_time_unknown': 1,
      // One person's drift went between the last snapshot before a review and the first one after its beginning.
      'reviews.items-complete not_certain': 4,
      // No anchor was handed in.
      'trail.chain-intact not_proven': 1,
    });
  });

  it('none of the procedures failed, and two lack a table that the sample does not have', () => {
    const { runs } = first.ran;
    expect(runs.filter((run) => run.status === 'error')).toEqual([]);
    const lacking = runs.filter((run) => run.status === 'missing_input');
    // Without credentials, and without digests of CloudTrail.
    expect(lacking.map(({ procedure }) => procedure)).toEqual([
      'accounts.credentials-current',
      'trail.cloudtrail-intact',
    ]);
  });
});

describe('reports', () => {
  it('coverage prints the stated figures', async () => {
    const { figures } = await first.call('report.get', { report: 'coverage' });
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
  });

  it('coverage breaks down by policy', async () => {
    const { rows } = await first.call('report.get', { report: 'coverage' });
    const users = Object.fromEntries(rows.map((row) => [row['policy'], row['users']]));
    expect(users).toMatchObject(truth.figures.coverage['policy_breakdown'] as Record<string, number>);
  });

  it('access changes of November', async () => {
    const { figures } = await first.call('report.get', { report: 'access-changes' });
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
      const { figures, rows } = await first.call('report.get', { report: 'drift-remediation' });
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
    const { rows } = await first.call('report.get', { report: 'metrics' });
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

  it('the review of Finance has the stated items and answers; the later one is not summarised', async () => {
    const { figures, rows } = await first.call('report.get', { report: 'review-summary' });
    const { finance_items: items, finance_answers: answers } = truth.parts.reviews;
    expect(figures).toEqual({ reviews: 1, items, undecided: items - answers, begins_later: 1 });
    expect(rows[0]!['statistics']).toMatchObject({ access_modified: 1, unsure: 1, undecided: 3 });
  });

  it('the drift of one person is the one line that the client’s own report shows', async () => {
    const { rows } = await first.call('report.get', { report: 'drift' });
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
