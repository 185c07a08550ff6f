import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Harness, loopback, writeExports } from './support/harness.ts';

// Processes start, databases open, keys are sealed: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let harness: Harness;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-killed-'));
  harness = await loopback();
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

/** The processes that this one started and that run an engine. */
function engines(): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(line) ?? [];
    return Number(parent) === process.pid && args?.includes('--engine') === true ? [Number(pid)] : [];
  });
}

it('an engine that is killed while it works costs nothing that was saved', async () => {
  const { contract } = harness;
  const files = await writeExports(folder);
  const dir = await harness.place('engagement-new', 'Killed');
  const period = { from: '2024-11-01', to: '2024-11-30' };
  expect(await contract.call('engagement.create', { dir, client: 'Example', period })).toMatchObject({
    ok: true,
  });
  const paths = [await harness.file(files.roster)];
  expect(await contract.call('intake.import', { paths })).toMatchObject({ ok: true });

  const endless = 'SELECT sum((a.range * b.range) % 13) AS s FROM range(10000000) AS a, range(10000000) AS b';
  const waiting = contract.call('query.open', { sql: endless });
  const [engine, ...others] = engines();
  expect([typeof engine, others]).toEqual(['number', []]);
  if (engine !== undefined) process.kill(engine, 'SIGKILL');
  expect(await waiting).toMatchObject({
    ok: false,
    error: { code: 'INTERNAL', message: 'The engine stopped before it could answer (signal SIGKILL).' },
  });

  // The next call finds another engine, with the same engagement open.
  expect(await contract.call('engagement.current', {})).toMatchObject({
    ok: true,
    value: { client: 'Example', counts: { sources: 1, loaded: 3, rejected: 0 } },
  });
  expect(engines()).toHaveLength(1);
});

it('an engagement that cannot be opened again is not tried for ever', async () => {
  const { contract } = harness;
  const dir = await harness.place('engagement-new', 'Lost');
  const period = { from: '2024-11-01', to: '2024-11-30' };
  const made = await contract.call('engagement.create', { dir, client: 'Lost', period });
  expect(made).toMatchObject({ ok: true });
  const [engine] = engines();
  if (engine !== undefined) process.kill(engine, 'SIGKILL');
  await rm(harness.pathOf(dir), { recursive: true, force: true });
  // The call that meets the dying process may still answer for it.
  await contract.call('app.info', {});
  expect(await contract.call('engagement.current', {})).toEqual({ ok: true, value: null });
  expect(await contract.call('engagement.open', { dir })).toMatchObject({ ok: false });
  expect(await contract.call('app.info', {})).toMatchObject({ ok: true });
  expect(engines()).toHaveLength(1);
});
