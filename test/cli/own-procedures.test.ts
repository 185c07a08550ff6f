import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OwnCheck, OwnProcedure } from '#shared/contract/own-schemas.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { PackageEdit } from '#test/vectors/packages/zip-edit.ts';
import { cli, smallEngagement } from './support.ts';

const folder = tempFolder('tickmark-own-');
const { dir } = folder;

/** Of the three grants of the company one is to write: Ben's, the third record of the snapshot. */
const WRITERS = `SELECT account_id, system, permission, source_id, record_no FROM grants WHERE permission = $permission`;
const SAVE = [
  'procedure',
  'e',
  'save',
  'nobody-writes',
  WRITERS,
  '--title',
  'Nobody writes to the books',
  '--severity',
  'high',
  '--subject',
  'account_id',
  '--summary',
  '{account_id} may {permission} in {system}',
  '--population',
  'SELECT count(DISTINCT account_id) FROM grants',
  '--param',
  'permission=write: what nobody may do',
  '--control',
  'iso27001:A.5.18',
  '--explanation',
  'Postings are made by a service account.',
];

// Many commands, each of which opens the engagement.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

async function json<T>(...words: string[]): Promise<T> {
  const { code, err, json: parsed } = await cli(dir, [...words, '--json', '--quiet']);
  expect(code, err).toBe(0);
  return parsed();
}

/** Of a package that comes out otherwise than it was recorded. */
async function reperformed(file: string): Promise<Reperformed> {
  const { code, err, json: parsed } = await cli(dir, ['reperform', file, '--json', '--quiet']);
  expect(code, err).toBe(1);
  return parsed();
}

interface Reperformed {
  verdict: string;
  differences: { what: string; subject: string; detail: string }[];
}

interface Runs {
  runs: {
    procedure: string;
    version: number;
    status: string;
    population: number;
    failing: number;
    message?: string;
  }[];
}
interface Findings {
  findings: {
    id: string;
    procedure: string;
    severity: string;
    subject_id: string;
    summary: string;
    details: unknown;
  }[];
}

beforeAll(() => smallEngagement(dir));
afterAll(folder.remove);

describe("a procedure of the auditor's own", () => {
  it('says before it is saved what a plain SELECT lacks', async () => {
    const check = await json<OwnCheck>(
      'procedure',
      'e',
      'save',
      'x',
      'SELECT account_id FROM grants',
      '--title',
      'T',
      '--check',
    );
    expect(check).toMatchObject({
      complete: false,
      missing: ['subject_type', 'subject_id', 'outcome', 'reason_code', 'summary', 'details', 'source_rows'],
      suggested: 'account_id',
      needs: { grants: ['account_id'] },
    });
    const refused = await cli(dir, [
      'procedure',
      'e',
      'save',
      'x',
      'SELECT account_id FROM grants',
      '--title',
      'T',
    ]);
    expect([refused.code, refused.err.split('\n')[0]]).toEqual([
      2,
      'error PROCEDURE_INVALID: the statement does not give subject_type, subject_id, outcome, reason_code, summary, details, source_rows',
    ]);
  });

  it('is saved, and runs like any other', async () => {
    expect(await json(...SAVE)).toEqual({ id: 'own.nobody-writes', version: 1, notes: [] });
    const { runs } = await json<Runs>('run', 'e', 'own.nobody-writes');
    expect(runs).toEqual([
      expect.objectContaining({
        procedure: 'own.nobody-writes',
        version: 1,
        status: 'completed',
        population: 2,
        failing: 1,
      }),
    ]);
    const { findings } = await json<Findings>('findings', 'e', '--procedure', 'own.nobody-writes');
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'high',
        subject_id: 'ben@company.com',
        summary: 'ben@company.com may write in ledger',
      }),
    ]);
    const detail = await json<{ source_rows: unknown[]; controls: unknown[] }>(
      'finding',
      'e',
      'show',
      findings[0]!.id,
    );
    expect(detail.source_rows).toEqual([
      expect.objectContaining({ table: 'grants', file: 'snapshot.csv', record_no: 3 }),
    ]);
    expect(detail.controls).toEqual([
      expect.objectContaining({ framework: 'ISO/IEC 27001', requirement: 'A.5.18' }),
    ]);
  });

  it('keeps the id of a finding over runs and over versions', async () => {
    const before = await json<Findings>('findings', 'e', '--procedure', 'own.nobody-writes');
    const edited = SAVE.map((word) => (word === 'save' ? 'edit' : word === 'high' ? 'critical' : word));
    expect(await json(...edited)).toMatchObject({ version: 2 });
    await json('run', 'e', 'own.nobody-writes');
    const after = await json<Findings>('findings', 'e', '--procedure', 'own.nobody-writes');
    expect(after.findings.map(({ id, severity }) => [id, severity])).toEqual([
      [before.findings[0]!.id, 'critical'],
    ]);
  });

  it('states a number with its range', async () => {
    const sql = 'SELECT account_id FROM grants GROUP BY account_id HAVING count(*) > $most';
    const words = ['procedure', 'e', 'save', 'few', sql, '--title', 'Few', '--subject', 'account_id'];
    await json(...words, '--param', 'most=1:0..10 grants: how many are few');
    const run = (value: string) => json<Runs>('run', 'e', 'own.few', '--param', `own.few.most=${value}`);
    // Ben holds two things, Ana one.
    expect((await json<Runs>('run', 'e', 'own.few')).runs[0]).toMatchObject({ exceptions: 1 });
    expect((await run('0')).runs[0]).toMatchObject({ exceptions: 2 });
    const beyond = await cli(dir, ['run', 'e', 'own.few', '--param', 'own.few.most=11', '--quiet']);
    expect([beyond.code, beyond.err.split('\n')[0]]).toEqual([
      2,
      'error PARAMETER_INVALID: own.few.most: "11" is not allowed',
    ]);
    await json('procedure', 'e', 'remove', 'own.few');
  });

  it('takes a parameter like any other', async () => {
    const { runs } = await json<Runs>(
      'run',
      'e',
      'own.nobody-writes',
      '--param',
      'own.nobody-writes.permission=read',
    );
    expect(runs[0]).toMatchObject({ status: 'completed', population: 2, failing: 2 });
    await json('run', 'e', 'own.nobody-writes');
  });

  it('goes into the package, and is re-performed from it under the guard', async () => {
    // Ben holds two things, so his rows are told apart; without a population the note says what does not follow.
    const listed = [
      'procedure',
      'e',
      'save',
      'held',
      'SELECT account_id, permission FROM grants',
      '--title',
      'Held',
      '--subject',
      'account_id',
    ];
    expect((await json<OwnCheck>(...listed, '--check')).notes[0]).toBe(
      'Several rows share a subject (1 times): name the columns that tell them apart, or the procedure ends in an error.',
    );
    await json(...listed, '--key', 'permission');
    expect((await cli(dir, ['keys', 'new', 'preparer', '--quiet'])).code).toBe(0);
    expect((await cli(dir, ['run', 'e', '--quiet'])).code).toBe(0);
    const { code, err } = await cli(dir, [
      'package',
      'e',
      '--key',
      'preparer',
      '--role',
      'preparer',
      '--out',
      'p.zip',
      '--quiet',
    ]);
    expect(code, err).toBe(0);
    const text = (name: string) =>
      execFileSync('unzip', ['-p', `${dir}/p.zip`, `*/${name}`], { encoding: 'utf8' });
    expect(text('data/procedures/own.nobody-writes/procedure.sql')).toContain(WRITERS);
    expect(text('data/procedures/own.nobody-writes/README.md')).toBe(
      '# Nobody writes to the books\n\nPostings are made by a service account.\n',
    );
    expect(await json('verify', 'p.zip')).toMatchObject({ verdict: 'valid' });
    expect(await json('reperform', 'p.zip')).toEqual({ verdict: 'same', differences: [] });
  });

  it('is named when this version cannot read it, and the rest is re-performed', async () => {
    const edit = await PackageEdit.of(readFileSync(join(dir, 'p.zip')));
    const path = 'data/procedures/own.held/procedure.sql';
    edit.set(path, edit.text(path).replace('/*\n', '/*\nschedule: weekly\n'));
    // The trail of a version in which this procedure had another name.
    edit.set(
      'data/runs.json',
      edit.text('data/runs.json').replaceAll('"files.permissions-limited"', '"files.gone"'),
    );
    writeFileSync(join(dir, 'later.zip'), edit.pack());
    const { verdict, differences } = await reperformed('later.zip');
    expect(verdict).toBe('differs');
    expect(
      differences.map(({ what, subject, detail }) => [what, subject, detail.replace(/\(.*\)/, '(…)')]),
    ).toEqual([
      [
        'procedure',
        'own.held',
        'cannot be run by this build (…): its run and its 3 findings were not compared',
      ],
      [
        'procedure',
        'files.gone',
        'cannot be run by this build (…): its run and its 0 findings were not compared',
      ],
      ['run', 'files.permissions-limited', 'found now, not recorded in the package'],
    ]);
    expect(differences[0]!.detail).toContain('schedule');
    expect(differences[1]!.detail).toContain('no procedure is called "files.gone"');
    const binary = await PackageEdit.of(readFileSync(join(dir, 'p.zip')));
    writeFileSync(join(dir, 'binary.zip'), binary.set(path, Buffer.from([0xff, 0xfe])).pack());
    expect((await reperformed('binary.zip')).differences).toEqual([
      {
        what: 'procedure',
        subject: 'own.held',
        detail: 'cannot be run by this build (it is no text): its run and its 3 findings were not compared',
      },
    ]);
  });

  it('leaves with its findings when it is removed, and its versions stay', async () => {
    expect(await json('procedure', 'e', 'remove', 'own.nobody-writes')).toEqual({
      id: 'own.nobody-writes',
      version: 2,
    });
    expect((await json<Findings>('findings', 'e', '--procedure', 'own.nobody-writes')).findings).toEqual([]);
    const { procedures } = await json<{ procedures: OwnProcedure[] }>('procedure', 'e', 'list');
    expect(procedures.map(({ id, in_force, versions }) => [id, in_force, versions.length])).toEqual([
      ['own.few', false, 1],
      ['own.held', true, 1],
      ['own.nobody-writes', false, 2],
    ]);
    const run = await cli(dir, ['run', 'e', 'own.nobody-writes', '--quiet']);
    expect([run.code, run.err.split(':')[0]]).toEqual([2, 'error PROCEDURE_UNKNOWN']);
    // The package carries it: its findings were concluded on, and are gone.
    const made = await cli(dir, [
      'package',
      'e',
      '--key',
      'preparer',
      '--role',
      'preparer',
      '--out',
      'without.zip',
      '--json',
    ]);
    expect(made.code, made.err).toBe(0);
    const inside = (name: string) =>
      execFileSync('unzip', ['-p', `${dir}/without.zip`, `*/${name}`], { encoding: 'utf8' });
    const { runs: listed } = JSON.parse(inside('data/runs.json')) as { runs: Record<string, unknown>[] };
    expect(listed.filter(({ procedure }) => procedure === 'own.nobody-writes')).toMatchObject([
      { version: 2, status: 'not_run', population: null, message: 'Removed from the engagement.' },
    ]);
    expect(inside('data/procedures/own.nobody-writes/procedure.sql')).toContain('SELECT');
    expect(await json('verify', 'without.zip')).toMatchObject({ verdict: 'valid' });
    expect(await json('reperform', 'without.zip')).toEqual({ verdict: 'same', differences: [] });
    // The next one of that id goes on counting.
    expect(await json(...SAVE)).toMatchObject({ version: 3 });
  });
});
