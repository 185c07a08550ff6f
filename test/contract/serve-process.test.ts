import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LoopbackClient } from './support/loopback-client.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

// Processes start, databases open, keys are sealed: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let started: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-serve-'));
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function serve(...args: string[]) {
  const child = spawn(process.execPath, ['--import', tsx, main, ...args], {
    env: {
      ...process.env,
      TICKMARK_WORKSPACE: join(folder, 'workspace'),
      XDG_CONFIG_HOME: folder,
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  const address = async () => {
    await expect.poll(() => said.out, { timeout: 100_000 }).toMatch(/#token=\S+/u);
    return /http:\S+/u.exec(said.out)?.[0] ?? '';
  };
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, said, address, ended };
}

/** The engine of a host. */
function engineOf(host: ChildProcess): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const engine = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s.*--engine/u.exec(line))
    .find((found) => Number(found?.[2]) === host.pid);
  return Number(engine?.[1]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the host as a process', () => {
  it('prints its address, serves, and ends with its engine and without traces', async () => {
    const { child, said, address, ended } = serve('--no-open');
    const client = await LoopbackClient.connect(await address());
    expect(await client.call('app.info', {})).toMatchObject({ ok: true });
    await client.upload('a.csv', Buffer.from('a\n1\n'));
    const engine = engineOf(child);
    expect(isAlive(engine)).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect.poll(() => isAlive(engine), { timeout: 60_000 }).toBe(false);
    expect(await readdir(join(folder, 'workspace', 'incoming'))).toEqual([]);
    expect(said.err).toBe('');
  });

  it('that is killed takes its engine with it, and the next one removes what it left', async () => {
    const first = serve('--no-open');
    const client = await LoopbackClient.connect(await first.address());
    expect(await client.call('app.info', {})).toMatchObject({ ok: true });
    const engine = engineOf(first.child);
    first.child.kill('SIGKILL');
    await first.ended;
    await expect.poll(() => isAlive(engine), { timeout: 60_000 }).toBe(false);
    expect(await readdir(join(folder, 'workspace', 'incoming'))).toHaveLength(1);
    const second = serve('--no-open');
    await second.address();
    const left = await readdir(join(folder, 'workspace', 'incoming'));
    expect(left.map((name) => name.split('-')[0])).toEqual([String(second.child.pid)]);
  });

  it.each([
    [['--nope'], /^error BAD_ARGUMENT: .*--nope/u],
    [['--port', 'x'], /^error BAD_ARGUMENT: "x" is no port/u],
    [['--port', '70000'], /^error BAD_ARGUMENT: "70000" is no port/u],
    [['a', 'b'], /^error BAD_ARGUMENT: Name at most one engagement/u],
    [['/no/such/engagement'], /^error (ENGAGEMENT_MISSING|NOT_FOUND): /u],
  ])('refuses %j with one line and a code', async (args, message) => {
    const { said, ended } = serve('--no-open', ...args);
    expect(await ended).toBe(2);
    expect(said.err).toMatch(message);
    expect(said.err).not.toMatch(/^\s+at /mu);
    expect(said.out).toBe('');
  });
});
