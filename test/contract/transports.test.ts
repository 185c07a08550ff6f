import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type RunningServer, startServer } from '#server/index.ts';
import type { Answer, Contract, Progress } from '#shared/contract/envelope.ts';
import { encodeFrame } from '#shared/contract/codec.ts';
import { type MethodName, type Params, type Result, methods } from '#shared/contract/methods.ts';
import { WIRE } from '#shared/contract/wire.ts';
import { LoopbackClient } from './support/loopback-client.ts';
import { CRASH, TinyContract, WAIT } from './support/tiny-contract.ts';

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-transports-'));
  server = await startServer({
    engineEntry: fileURLToPath(new URL('./support/tiny-engine.ts', import.meta.url)),
    workspace: join(folder, 'workspace'),
    configFolder: join(folder, 'config'),
    rendererFolder: join(folder, 'renderer'),
  });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const transports: [string, () => Promise<Contract>][] = [
  ['in-process', () => Promise.resolve(new TinyContract())],
  ['loopback', () => LoopbackClient.connect(server.invite())],
];

/** The value, which must have the form that the contract states. */
async function value<M extends MethodName>(
  contract: Contract,
  method: M,
  params: Params<M>,
): Promise<Result<M>> {
  const answer = await contract.call(method, params);
  if (!answer.ok) throw new Error(answer.error.message);
  return z.parse(methods[method].result, answer.value) as Result<M>;
}

describe.each(transports)('the contract, %s', (_name, connect) => {
  let contract: Contract;
  beforeAll(async () => {
    contract = await connect();
  });

  it('carries values', async () => {
    expect(await value(contract, 'app.info', {})).toEqual({ version: '9.8.7' });
    expect(await value(contract, 'engagement.current', {})).toBeNull();
  });

  it('carries bytes', async () => {
    const { arrow } = await value(contract, 'query.page', { result_id: 'r1', offset: 0, limit: 100_000 });
    expect(arrow.length).toBe(100_000);
    expect(arrow[99_999]).toBe(99_999 % 256);
  });

  it('carries errors whole', async () => {
    expect(await contract.call('intake.readers', {})).toEqual({
      ok: false,
      error: {
        code: 'ENGAGEMENT_MISSING',
        message: 'No engagement is open.',
        hint: 'Open one.',
        details: { method: 'intake.readers' },
      },
    });
  });

  it('refuses parameters that the contract does not know', async () => {
    const wrong = await contract.call('query.page', { result_id: '', offset: -1, limit: 1.5 });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENT' } });
  });

  it('reports progress before it answers', async () => {
    const steps: Omit<Progress, 'job' | 'method'>[] = [];
    const answer = await contract.call(
      'query.open',
      { sql: 'SELECT 1' },
      { onProgress: (step) => steps.push(step) },
    );
    expect(answer).toMatchObject({ ok: true, value: { result_id: 'r1' } });
    expect(steps).toEqual(
      [1, 2, 3].map((done) => ({ phase: 'reading', done, total: 3, unit: 'rows', rate: null })),
    );
  });

  it('cancels', async () => {
    const controller = new AbortController();
    const answer = await contract.call(
      'query.open',
      { sql: WAIT },
      { signal: controller.signal, onProgress: ({ done }) => done === 3 && controller.abort() },
    );
    expect(answer).toEqual({ ok: false, error: { code: 'CANCELLED', message: 'The query was cancelled.' } });
  });

  it('keeps calls apart', async () => {
    const sizes = [1, 70_000, 3, 5000];
    const pages = await Promise.all(
      sizes.map((limit) => value(contract, 'query.page', { result_id: 'r', offset: 0, limit })),
    );
    expect(pages.map(({ arrow }) => arrow.length)).toEqual(sizes);
  });
});

describe('a call over the loopback', () => {
  it('may be cancelled before it comes: the two are requests of their own', async () => {
    const client = await LoopbackClient.connect(server.invite());
    await client.post(WIRE.cancel, JSON.stringify({ job: 'early' }));
    const call = encodeFrame({ job: 'early', method: 'query.open', params: { sql: WAIT } });
    const response = await client.post(WIRE.call, call);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('CANCELLED');
  });
});

describe('an engine that dies', () => {
  it('leaves an answer, and another engine in its place', async () => {
    const client = await LoopbackClient.connect(server.invite());
    const waiting = client.call('query.open', { sql: WAIT });
    const crashed: Answer<unknown> = await client.call('query.open', { sql: CRASH });
    const expected = {
      ok: false,
      error: {
        code: 'INTERNAL',
        message: 'The engine stopped before it could answer (signal SIGKILL).',
        hint: expect.stringContaining('opens the engagement again'),
      },
    };
    expect(crashed).toEqual(expected);
    expect(await waiting).toEqual(expected);
    expect(await value(client, 'app.info', {})).toEqual({ version: '9.8.7' });
  });

  it('that cannot start says so', async () => {
    const broken = await startServer({
      engineEntry: join(folder, 'none.ts'),
      workspace: folder,
      configFolder: folder,
    });
    const client = await LoopbackClient.connect(broken.url);
    const answer = await client.call('app.info', {});
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL', message: expect.stringContaining('exit code 1') },
    });
    await broken.close();
  });
});
