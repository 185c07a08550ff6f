import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '#server/index.ts';
import { encodeFrame } from '#shared/contract/codec.ts';
import type { PathGrant } from '#shared/contract/host.ts';
import { type Download, WIRE } from '#shared/contract/wire.ts';
import { LoopbackClient } from './support/loopback-client.ts';
import { WAIT } from './support/tiny-contract.ts';

let folder: string;
let server: RunningServer;
let client: LoopbackClient;
let port: number;

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A request with exactly these headers: fetch would set or refuse some. */
function send(
  method: string,
  path: string,
  headers: Record<string, string | string[]> = {},
  body?: Uint8Array,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const call = encodeFrame({ job: 'j', method: 'app.info', params: {} });

function headers(changed: Record<string, string | undefined> = {}): Record<string, string> {
  const all = { origin: client.origin, authorization: `Bearer ${client.session}`, ...changed };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-security-'));
  const renderer = join(folder, 'renderer');
  await mkdir(join(renderer, 'assets'), { recursive: true });
  await writeFile(join(renderer, 'index.html'), '<meta property="csp-nonce" nonce="__TICKMARK_NONCE__">');
  await writeFile(join(renderer, 'assets', 'app.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(renderer, 'link.txt'));
  server = await startServer({
    engineEntry: fileURLToPath(new URL('./support/tiny-engine.ts', import.meta.url)),
    workspace: join(folder, 'workspace'),
    configFolder: join(folder, 'config'),
    rendererFolder: renderer,
  });
  port = Number(new URL(server.url).port);
  client = await LoopbackClient.connect(server.url);
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('who may ask', () => {
  it('listens on 127.0.0.1 alone, and gives its token in the fragment', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  });

  it.each(['localhost', 'attacker.example', '127.0.0.1', '127.0.0.1.', '[::1]'])(
    'answers 421 to the host %s',
    async (host) => {
      const asked = host === '127.0.0.1' ? host : `${host}:${port}`;
      for (const path of ['/', WIRE.session, WIRE.call, '/file/x']) {
        const reply = await send('POST', path, { ...headers(), host: asked }, call);
        expect([path, reply.status]).toEqual([path, 421]);
      }
      expect((await send('GET', '/', { host: asked })).status).toBe(421);
    },
  );

  it('answers 421 to two hosts', async () => {
    const reply = await raw(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil\r\nConnection: close\r\n\r\n`,
    );
    expect(reply).toMatch(/^HTTP\/1\.1 4(00|21) /);
  });

  it.each([
    ['another site', { origin: 'https://attacker.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['another scheme', { origin: 'https://127.0.0.1' }],
    ['an opaque origin', { origin: 'null' }],
    ['no origin', { origin: undefined }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['another page of this machine', { 'sec-fetch-site': 'same-site' }],
  ])('answers 403 to %s', async (_name, changed) => {
    for (const path of [WIRE.session, WIRE.call, WIRE.cancel, WIRE.upload, `${WIRE.host}info`]) {
      expect((await send('POST', path, headers(changed), call)).status).toBe(403);
    }
  });

  it.each([
    ['no token', undefined],
    ['an empty token', 'Bearer '],
    ['another scheme', 'Basic abc'],
    ['a token of the same length', `Bearer ${'A'.repeat(43)}`],
  ])('answers 401 to %s', async (_name, authorization) => {
    for (const path of [WIRE.call, WIRE.cancel, WIRE.upload, `${WIRE.host}info`]) {
      const reply = await send('POST', path, headers({ authorization }), call);
      expect(reply.status).toBe(401);
      expect(JSON.parse(reply.text)).toMatchObject({ ok: false, error: { code: 'UNAUTHORIZED' } });
    }
  });

  it('opens one session for one token', async () => {
    const url = server.invite();
    await LoopbackClient.connect(url);
    await expect(LoopbackClient.connect(url)).rejects.toThrow(/used already/);
    await expect(LoopbackClient.connect(server.url)).rejects.toThrow(/used already/);
    const asBearer = url.split('#token=')[1];
    expect(
      (await send('POST', WIRE.call, headers({ authorization: `Bearer ${asBearer}` }), call)).status,
    ).toBe(401);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])(
    'answers 405 to %s where POST is asked for',
    async (method) => {
      for (const path of [WIRE.session, WIRE.call, WIRE.cancel, WIRE.upload]) {
        const reply = await send(method, path, headers());
        expect([path, reply.status, reply.headers.allow]).toEqual([path, 405, 'POST']);
      }
    },
  );

  it('answers 405 to a POST of a page', async () => {
    expect((await send('POST', '/', headers())).status).toBe(405);
    expect((await send('POST', '/file/x', headers())).status).toBe(405);
  });

  it('lets no other origin read an answer', async () => {
    const reply = await send('POST', WIRE.call, headers(), call);
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('what is asked', () => {
  it('is refused with 431 when its headers are oversized', async () => {
    expect((await send('GET', '/', { 'x-long': 'a'.repeat(9000) })).status).toBe(431);
  });

  it('is refused with 413 when it is longer than a call can be, stated or not', async () => {
    const stated = await send('POST', `${WIRE.host}info`, headers(), new Uint8Array(70_000));
    expect(stated.status).toBe(413);
    const chunked = await send(
      'POST',
      `${WIRE.host}info`,
      { ...headers(), 'transfer-encoding': 'chunked' },
      new Uint8Array(70_000),
    );
    expect(chunked.status).toBe(413);
  });

  it.each([
    ['no frame', new Uint8Array([1, 2, 3])],
    ['no call', encodeFrame([1])],
    ['a call without a job', encodeFrame({ method: 'app.info', params: {} })],
    ['null', encodeFrame(null)],
  ])('is refused with 400 when it is %s', async (_name, body) => {
    expect((await send('POST', WIRE.call, headers(), body)).status).toBe(400);
  });

  it.each(['[]', 'null', '{', '"x"'])(
    'is refused with 400 when it should be a JSON object and is %s',
    async (text) => {
      expect((await send('POST', WIRE.cancel, headers(), Buffer.from(text))).status).toBe(400);
    },
  );

  it('gets an error and no crash for methods that do not exist', async () => {
    for (const method of ['no.such', '__proto__', 'toString']) {
      const answer = await client.call(method as 'app.info', {});
      expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENT' } });
    }
  });

  it('cannot name a path, only a grant', async () => {
    const refused = { ok: false, error: { code: 'UNAUTHORIZED' } };
    expect(await client.call('engagement.open', { dir: folder })).toMatchObject(refused);
    expect(await client.call('intake.import', { paths: ['/etc/passwd'] })).toMatchObject(refused);
    expect(await client.host('reveal', { token: '/etc/passwd' })).toMatchObject(refused);
  });
});

describe('a call', () => {
  const asked = (sql: string) => encodeFrame({ job: 'named', method: 'query.open', params: { sql } });

  it('ends when the window that asked goes away', async () => {
    const leaving = new AbortController();
    const waiting = fetch(client.origin + WIRE.call, {
      method: 'POST',
      headers: headers(),
      body: asked(WAIT),
      signal: leaving.signal,
    });
    // Its headers come with the first progress: the call is under way, and its name is taken.
    expect((await waiting).status).toBe(200);
    expect((await send('POST', WIRE.call, headers(), asked('SELECT 1'))).status).toBe(409);
    leaving.abort();
    await expect
      .poll(async () => (await send('POST', WIRE.call, headers(), asked('SELECT 1'))).status)
      .toBe(200);
  });

  it('may have the name of a call in another window', async () => {
    const other = await LoopbackClient.connect(server.invite());
    const leaving = new AbortController();
    const waiting = await fetch(client.origin + WIRE.call, {
      method: 'POST',
      headers: headers(),
      body: asked(WAIT),
      signal: leaving.signal,
    });
    expect(waiting.status).toBe(200);
    expect((await other.post(WIRE.call, asked('SELECT 1'))).status).toBe(200);
    // Nor can the other window stop it.
    await other.post(WIRE.cancel, JSON.stringify({ job: 'named' }));
    expect((await send('POST', WIRE.call, headers(), asked('SELECT 1'))).status).toBe(409);
    leaving.abort();
  });
});

describe('pages', () => {
  it('come with a policy of their own origin, a nonce of their own, and are not kept', async () => {
    const first = await send('GET', '/');
    const second = await send('GET', '/');
    const nonce = /nonce="([^"]+)"/.exec(first.text)?.[1] ?? '';
    expect(Buffer.from(nonce, 'base64').length).toBe(16);
    expect(first.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; " +
        `style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; ` +
        "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(second.text).not.toBe(first.text);
    for (const [name, value] of [
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['referrer-policy', 'no-referrer'],
      ['cross-origin-opener-policy', 'same-origin'],
      ['cross-origin-resource-policy', 'same-origin'],
    ]) {
      expect([name, first.headers[name as string]]).toEqual([name, value]);
    }
  });

  it('are the files of the window with their types', async () => {
    const reply = await send('GET', '/assets/app.js');
    expect([reply.status, reply.text, reply.headers['content-type']]).toEqual([
      200,
      'export {};',
      'text/javascript; charset=utf-8',
    ]);
    expect((await send('HEAD', '/assets/app.js')).text).toBe('');
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/assets',
    '/assets/',
    '/link.txt',
    '/index.html',
    '/assets/app.js/..',
    '/%00',
    '/__proto__',
  ])('never lead out of its folder: %s', async (path) => {
    const reply = await raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 404 /);
    expect(reply).not.toContain('secret');
  });

  it('are not served to a proxy request', async () => {
    const reply = await raw(
      `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
    );
    expect(reply).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('files', () => {
  const bytes = Buffer.from('a,b\r\n1,2\r\n');

  it('go in under a harmless name, and come out once', async () => {
    const granted = await client.upload('../../Übersicht: 2024?.csv', bytes);
    expect(granted).toMatchObject({ ok: true, value: { label: 'Übersicht_ 2024_.csv' } });
    const { token } = (granted as { value: PathGrant }).value;
    const offered = await client.host<Download>('reveal', { token });
    if (!offered.ok) throw new Error(offered.error.message);
    expect(offered.value.name).toBe('Übersicht_ 2024_.csv');
    const first = await send('GET', offered.value.href);
    expect([first.status, first.text]).toEqual([200, bytes.toString()]);
    expect(first.headers['content-disposition']).toBe(
      `attachment; filename="_bersicht_ 2024_.csv"; filename*=UTF-8''%C3%9Cbersicht_%202024_.csv`,
    );
    expect((await send('GET', offered.value.href)).status).toBe(404);
  });

  it('are named in answers as the user knows them', async () => {
    const granted = await client.upload('Leavers.csv', bytes);
    if (!granted.ok) throw new Error(granted.error.message);
    expect(await client.call('intake.import', { paths: [granted.value.token] })).toEqual({
      ok: true,
      value: {
        receipts: [],
        failed: [{ file: 'Leavers.csv', code: 'FILE_EMPTY', message: 'Leavers.csv is empty.' }],
      },
    });
  });

  it('larger than a call may be are taken in', async () => {
    const large = Buffer.alloc(17 * 1024 * 1024, 'x');
    const granted = await client.upload('large.bin', large);
    if (!granted.ok) throw new Error(granted.error.message);
    const offered = await client.host<Download>('reveal', { token: granted.value.token });
    if (!offered.ok) throw new Error(offered.error.message);
    expect((await send('GET', offered.value.href)).text.length).toBe(large.length);
  });

  it('that stop on their way in leave nothing behind', async () => {
    const before = await readdir(server.privateFolder);
    const head = [
      `POST ${WIRE.upload} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Origin: ${client.origin}`,
      `Authorization: Bearer ${client.session}`,
      `${WIRE.uploadName}: torn.csv`,
      'Content-Length: 1000',
    ];
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head.join('\r\n')}\r\n\r\na,b\r\n`));
    await expect.poll(async () => (await readdir(server.privateFolder)).length).toBe(before.length + 1);
    socket.destroy();
    await expect.poll(() => readdir(server.privateFolder)).toEqual(before);
  });

  it('may be read and not written', async () => {
    const granted = await client.upload('a.csv', bytes);
    if (!granted.ok) throw new Error(granted.error.message);
    const exported = await client.call('query.export', {
      sql: 'SELECT 1',
      format: 'csv',
      path: granted.value.token,
    });
    expect(exported).toMatchObject({ ok: false, error: { code: 'UNAUTHORIZED' } });
  });

  it('are for this user alone, and gone with the server', async () => {
    const other = await startServer({
      engineEntry: fileURLToPath(new URL('./support/tiny-engine.ts', import.meta.url)),
      workspace: join(folder, 'other'),
      configFolder: join(folder, 'config'),
    });
    await (await LoopbackClient.connect(other.url)).upload('a.csv', bytes);
    expect(await readdir(other.privateFolder)).toHaveLength(1);
    await other.close();
    expect(await readdir(join(folder, 'other', 'incoming'))).toEqual([]);
  });
});

describe('places', () => {
  it('for new things are in the workspace and do not exist yet', async () => {
    const workspace = join(folder, 'workspace');
    const chosen = await client.host<PathGrant[]>('choose', {
      purpose: 'engagement-new',
      suggestedName: '../ACME: 2024',
    });
    expect(chosen).toMatchObject({ ok: true, value: [{ label: join(workspace, 'ACME_ 2024') }] });
    await mkdir(join(workspace, 'packages'), { recursive: true });
    await writeFile(join(workspace, 'packages', 'p.zip'), 'kept');
    const saved = await client.host<PathGrant[]>('choose', {
      purpose: 'package-save',
      suggestedName: 'p.zip',
    });
    expect(saved).toMatchObject({ ok: true, value: [{ label: join(workspace, 'packages', 'p 2.zip') }] });
    expect(await readFile(join(workspace, 'packages', 'p.zip'), 'utf8')).toBe('kept');
  });

  it('that exist are not chosen here', async () => {
    for (const purpose of ['import-files', 'package-open', '__proto__', 7]) {
      const answer = await client.host('choose', { purpose });
      expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENT' } });
    }
    expect((await client.post(`${WIRE.host}eval`, '{}')).status).toBe(404);
  });

  it('opened before are offered again', async () => {
    const dir = join(folder, 'workspace', 'Kept');
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'engagement.json'), '{}');
    const grant = await client.host<PathGrant[]>('choose', {
      purpose: 'engagement-new',
      suggestedName: 'Kept',
    });
    expect(grant).toMatchObject({ ok: true, value: [{ label: `${dir} 2` }] });
    const again = await startServer({
      engineEntry: fileURLToPath(new URL('./support/tiny-engine.ts', import.meta.url)),
      workspace: join(folder, 'workspace'),
      configFolder: join(folder, 'config'),
      engagement: dir,
    });
    const recent = await (await LoopbackClient.connect(again.url)).host<unknown[]>('recent');
    expect(recent).toMatchObject({
      ok: true,
      value: [{ label: dir, client: 'Ünïcode & Söhne', period: '2024-11-01..2024-11-30' }],
    });
    await again.close();
  });

  it('host facts', async () => {
    expect(await client.host('info')).toEqual({
      ok: true,
      value: {
        kind: 'loopback',
        dialogs: false,
        version: '9.8.7',
        workspace: join(folder, 'workspace'),
        passphrases: 'never',
      },
    });
  });

  it('remembers no passphrase', async () => {
    expect(await client.host('remembered')).toEqual({ ok: true, value: [] });
    const answer = await client.host('remember', { key: 'alice', passphrase: 'correct horse battery' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENT' } });
  });
});

describe('a port', () => {
  it('that is taken is an error', async () => {
    await expect(
      startServer({ port, workspace: join(folder, 'w2'), configFolder: folder }),
    ).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining(`Port ${port} cannot be used`),
    });
  });
});

/** Bytes as they are, for what no client would send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let reply = '';
    socket.on('data', (chunk) => {
      reply += chunk.toString('latin1');
    });
    socket.on('end', () => resolve(reply));
    socket.on('error', reject);
  });
}
