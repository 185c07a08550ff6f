import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveEngine } from '#server/common/engine-channel.ts';
import type { Answer } from '#shared/contract/envelope.ts';
import { PathGrants } from '#shared/contract/grants.ts';
import type { PathGrant } from '#shared/contract/host.ts';
import { CRASH, TinyContract, WAIT } from '#test/contract/support/tiny-contract.ts';
import { CHANNELS, INVOCABLE } from './channels.ts';
import type * as Electron from 'electron';
import { startDesktop } from './main/desktop.ts';
import { Handed, pathAmong } from './main/handed.ts';
import {
  FakeContents,
  type FakeEngine,
  type FakePort,
  FakeWindow,
  answers,
  app,
  engineStarted,
  handlers,
  session,
  told,
} from './testing/fake-electron.ts';

let folder: string;
let window: FakeWindow;
const page = session.defaultSession;

/** What was asked before there was a window. */
const firstCalls: unknown[] = [];

/** Folders that engines were told to open, in order. */
const opened: string[] = [];

/** Keys that the engine has, and the parameters of what was signed with them. */
let keys: { name: string; fingerprint: string }[] = [];
const signedWith: object[] = [];

/** The test's own engine behind the port; CRASH ends its process instead of this one. */
class CrashingContract extends TinyContract {
  readonly #engine: FakeEngine;
  constructor(engine: FakeEngine) {
    super();
    this.#engine = engine;
  }
  override call: TinyContract['call'] = (method, params, options) => {
    if (method === 'keys.list') return Promise.resolve({ ok: true, value: keys as never });
    if (method === 'package.build' || method === 'package.sign') signedWith.push(params);
    if (told.windows.length === 0) firstCalls.push([method, params]);
    if (method === 'engagement.open') opened.push((params as { dir: string }).dir);
    if ('sql' in params && params.sql === CRASH) {
      this.#engine.emit('exit', 139);
      return new Promise(() => undefined);
    }
    return super.call(method, params, options);
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-desktop-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(
    join(folder, 'renderer', 'index.html'),
    '<meta property="csp-nonce" nonce="__TICKMARK_NONCE__">',
  );
  await writeFile(join(folder, 'renderer', 'assets', 'app.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  engineStarted.on('engine', (engine: FakeEngine) => {
    engine.once('port', (port: FakePort) => {
      port.start();
      void serveEngine(new CrashingContract(engine), {
        post: (message) => port.postMessage(message),
        onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
      });
    });
  });
  answers.paths.set('userData', join(folder, 'settings'));
  await startDesktop({
    preload: '/app/preload.cjs',
    engine: '/app/engine.mjs',
    renderer: join(folder, 'renderer'),
    given: '/kept/2024',
  });
  window = told.windows[0] as FakeWindow;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** As the window asks, or as somebody else who says to be it. */
function ask<T = unknown>(
  channel: string,
  payload: unknown,
  from: { sender?: unknown; senderFrame?: unknown } = {},
): Promise<Answer<T>> {
  const event = { sender: window.webContents, senderFrame: window.webContents.mainFrame, ...from };
  return Promise.resolve(handlers.get(channel)?.(event as never, payload) as Promise<Answer<T>>);
}

const get = (url: string, method = 'GET') =>
  Promise.resolve(page.schemes.get('app')?.(new Request(url, { method })) as Promise<Response>);

describe('the window', () => {
  it('is a sandboxed page without Node, in a world of its own', () => {
    expect(window.options.webPreferences).toEqual({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
    expect(told.sandboxed).toBe(true);
  });

  it('is loaded from its own scheme, and shown when it is ready', () => {
    expect(window.url).toBe('app://tickmark/');
    expect(told.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    expect(window.calls).toEqual([]);
    window.emit('ready-to-show');
    expect(window.calls).toEqual(['show']);
  });

  it('is shown again, and not doubled, when the program is started twice', () => {
    app.emit('second-instance', {}, ['/opt/tickmark']);
    expect(window.calls.slice(-2)).toEqual(['restore', 'focus']);
    expect(told.windows).toHaveLength(1);
  });
});

describe('its pages', () => {
  it('come with a policy of their own origin and a nonce of their own', async () => {
    const first = await get('app://tickmark/');
    const text = await first.text();
    const nonce = /nonce="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    const policy = first.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(await (await get('app://tickmark/')).text()).not.toBe(text);
  });

  it('are the files of the window', async () => {
    const response = await get('app://tickmark/assets/app.js?v=1');
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'export {};',
    ]);
  });

  it.each([
    ['app://tickmark/..%2fsecret.txt', 404],
    ['app://tickmark/assets/..%2f..%2fsecret.txt', 404],
    ['app://tickmark/%5c..%5csecret.txt', 404],
    ['app://tickmark/assets', 404],
    ['app://tickmark/assets/', 404],
    ['app://tickmark/none.js', 404],
    ['app://tickmark/%00', 404],
    ['app://tickmark/%zz', 404],
    ['app://other/assets/app.js', 403],
    ['app://tickmark.evil/', 403],
  ])('end at their folder: %s', async (url, status) => {
    const response = await get(url);
    expect([response.status, await response.text()]).toEqual([status, '']);
  });

  it('are only read', async () => {
    expect((await get('app://tickmark/', 'POST')).status).toBe(403);
  });
});

describe('the session', () => {
  it('denies every permission, asked or checked, and every device and screen', () => {
    const granted: unknown[] = [];
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
    ] as const) {
      page.permissionRequest?.({} as never, permission, (answer) => granted.push(answer), {} as never);
      granted.push(page.permissionCheck?.(null, permission, 'app://tickmark', {} as never));
    }
    granted.push(page.devicePermission?.({} as never));
    expect(granted).toEqual(Array.from({ length: 13 }, () => false));
    const streams: unknown[] = [];
    page.displayMedia?.({} as never, (given) => streams.push(given));
    expect(streams).toEqual([{}]);
  });

  it.each([
    ['app://tickmark/assets/app.js', false],
    ['blob:app://tickmark/5f2c', false],
    ['data:image/png;base64,AA==', false],
    ['https://example.com/', true],
    ['http://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['app://tickmark.evil/', true],
    ['data:text/html,x', true],
    ['blob:https://example.com/1', true],
    ['ws://127.0.0.1/', true],
    ['devtools://devtools/bundled/x', true],
    ['chrome-extension://x/', true],
  ])('requests %s: cancelled %s', (url, cancel) => {
    const given: unknown[] = [];
    page.beforeRequest?.({ url } as never, (response) => given.push(response));
    expect(given).toEqual([{ cancel }]);
  });

  it('downloads nothing, no dictionary either', () => {
    expect(prevented(page, 'will-download')).toBe(true);
    expect(page.spellChecker).toBe(false);
  });

  it('leaves Chromium no reason and no way to call out', () => {
    expect(told.switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
    for (const name of [
      'disable-background-networking',
      'disable-component-update',
      'disable-domain-reliability',
      'no-pings',
      'disable-sync',
    ]) {
      expect([name, told.switches.has(name)]).toEqual([name, true]);
    }
  });
});

describe('any contents', () => {
  it('stay where they are, open nothing and embed nothing', () => {
    const contents = new FakeContents();
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      expect([event, prevented(contents, event)]).toEqual([event, true]);
    }
    expect(contents.windowOpen?.({ url: 'app://tickmark/' } as never)).toEqual({ action: 'deny' });
    expect(contents.windowOpen?.({ url: 'https://example.com' } as never)).toEqual({ action: 'deny' });
  });

  it('trust no certificate, answer no login', () => {
    const answer: unknown[] = [];
    let stopped = false;
    const event = { preventDefault: () => (stopped = true) };
    app.emit('certificate-error', event, {}, 'https://x', 'e', {}, (trust: boolean) => answer.push(trust));
    expect([stopped, answer]).toEqual([true, [false]]);
    expect(prevented(app, 'login')).toBe(true);
    expect(prevented(app, 'select-client-certificate')).toBe(true);
  });
});

describe('who may ask', () => {
  const strangers: [string, () => { sender?: unknown; senderFrame?: unknown }][] = [
    ['a frame inside the page', () => ({ senderFrame: { url: 'app://tickmark/' } })],
    ['a frame that is gone', () => ({ senderFrame: null })],
    ['another scheme', () => away('https://tickmark/')],
    ['another host', () => away('app://evil/')],
    ['a file', () => away('file:///app/index.html')],
    ['no address', () => away('')],
  ];
  const away = (url: string) => {
    const mainFrame = { url };
    return { sender: { id: 7, mainFrame }, senderFrame: mainFrame };
  };

  it.each(strangers)('not %s', async (_name, from) => {
    expect([...handlers.keys()].toSorted()).toEqual([...INVOCABLE, CHANNELS.adopt].toSorted());
    for (const channel of handlers.keys()) {
      const answer = await ask(channel, { job: 'j', method: 'app.info', params: {} }, from());
      expect([channel, answer]).toMatchObject([channel, { ok: false, error: { code: 'UNAUTHORIZED' } }]);
    }
  });

  it('the main frame of the window', async () => {
    const answer = await ask(CHANNELS.call, { job: 'j', method: 'app.info', params: {} });
    expect(answer).toEqual({ ok: true, value: { version: '9.8.7' } });
  });
});

describe('the engine', () => {
  it('has opened the engagement that was named at the start', () => {
    expect(firstCalls).toEqual([['engagement.open', { dir: '/kept/2024' }]]);
    expect(told.errors).toEqual([]);
  });

  it('runs in a process of its own', () => {
    expect(told.engines[0]).toMatchObject({
      entry: '/app/engine.mjs',
      options: { serviceName: 'Tickmark engine' },
    });
  });

  it('sends bytes', async () => {
    const params = { result_id: 'r', offset: 0, limit: 5000 };
    const answer = await ask<{ arrow: Uint8Array }>(CHANNELS.call, {
      job: 'b',
      method: 'query.page',
      params,
    });
    if (!answer.ok) throw new Error(answer.error.message);
    expect(answer.value.arrow).toBeInstanceOf(Uint8Array);
    expect(answer.value.arrow).toHaveLength(5000);
  });

  it('reports progress to the window that asked, and stops when told', async () => {
    const waiting = ask(CHANNELS.call, { job: 'w', method: 'query.open', params: { sql: WAIT } });
    await expect.poll(() => window.webContents.sent.length).toBe(3);
    expect(window.webContents.sent.at(-1)).toEqual({
      channel: 'progress',
      payload: {
        job: 'w',
        method: 'query.open',
        phase: 'reading',
        done: 3,
        total: 3,
        unit: 'rows',
        rate: null,
      },
    });
    const twice = await ask(CHANNELS.call, { job: 'w', method: 'app.info', params: {} });
    expect(twice).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENT' } });
    await ask(CHANNELS.cancel, { job: 'w' });
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  });

  it('stops what a page asked for that is gone', async () => {
    const waiting = ask(CHANNELS.call, { job: 'n', method: 'query.open', params: { sql: WAIT } });
    window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  });

  it('that dies leaves an answer and the window; the next call starts another', async () => {
    const before = told.engines.length;
    expect(opened).toEqual(['/kept/2024']);
    const crashed = await ask(CHANNELS.call, { job: 'c', method: 'query.open', params: { sql: CRASH } });
    expect(crashed).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL', message: 'The engine stopped before it could answer (exit code 139).' },
    });
    expect(told.windows).toHaveLength(1);
    const again = await ask(CHANNELS.call, { job: 'd', method: 'app.info', params: {} });
    expect(again).toEqual({ ok: true, value: { version: '9.8.7' } });
    expect(told.engines).toHaveLength(before + 1);
    // The window goes on where it was: the new engine has the same engagement open.
    expect(opened).toEqual(['/kept/2024', '/kept/2024']);
  });

  it.each([
    [null],
    ['x'],
    [{ job: '', method: 'app.info' }],
    [{ job: 'm', method: '__proto__' }],
    [{ method: 'app.info' }],
  ])('is not reached by %j', async (payload) => {
    const answer = await ask(CHANNELS.call, payload);
    expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENT' } });
  });
});

describe('files', () => {
  beforeEach(() => {
    answers.open = { canceled: true, filePaths: [] };
    answers.save = { canceled: true, filePath: '' };
  });

  it('come from dialogs as grants', async () => {
    answers.open = { canceled: false, filePaths: ['/in/a.csv', '/in/b.csv'] };
    const chosen = await ask<PathGrant[]>(CHANNELS.choose, { purpose: 'import-files' });
    if (!chosen.ok) throw new Error(chosen.error.message);
    expect(chosen.value.map(({ label }) => label)).toEqual(['a.csv', 'b.csv']);
    const paths = chosen.value.map(({ token }) => token);
    expect(paths.join()).not.toContain('/in/');
    expect(await ask(CHANNELS.call, { job: 'i', method: 'intake.import', params: { paths } })).toMatchObject({
      ok: true,
      value: { failed: [{ file: 'a.csv' }, { file: 'b.csv' }] },
    });
  });

  it.each([
    ['import-files', ['openFile', 'multiSelections']],
    ['attach-files', ['openFile', 'multiSelections']],
    ['review-workbooks', ['openFile', 'multiSelections']],
    // What one file stands in for, or what is read as one list, is chosen once.
    ['replacing-file', ['openFile']],
    ['review-workbook', ['openFile']],
    ['requested-list', ['openFile']],
    ['mapping-file', ['openFile']],
    ['control-matrix', ['openFile']],
    ['import-folder', ['openDirectory']],
  ])('for %s are asked for with %j', async (purpose, properties) => {
    await ask(CHANNELS.choose, { purpose });
    expect(told.opening.at(-1)?.properties).toEqual(properties);
  });

  it('and folders come as what they are', async () => {
    answers.open = { canceled: false, filePaths: ['/kept/2023'] };
    const chosen = await ask<PathGrant[]>(CHANNELS.choose, { purpose: 'engagement-open' });
    expect(chosen).toMatchObject({ ok: true, value: [{ label: '/kept/2023' }] });
    if (!chosen.ok) throw new Error(chosen.error.message);
    const params = { dir: chosen.value[0]?.token };
    const opened = await ask(CHANNELS.call, { job: 'o', method: 'engagement.open', params });
    expect(opened).toMatchObject({ ok: true, value: { dir: '/kept/2023' } });
  });

  it('that are written are named by the user', async () => {
    answers.save = { canceled: false, filePath: '/out/p.zip' };
    const chosen = await ask<PathGrant[]>(CHANNELS.choose, {
      purpose: 'package-save',
      suggestedName: '../p.zip',
    });
    expect(chosen).toMatchObject({ ok: true, value: [{ label: '/out/p.zip' }] });
    if (chosen.ok) await ask(CHANNELS.reveal, { token: chosen.value[0]?.token });
    expect(told.shown).toEqual(['/out/p.zip']);
  });

  it('that are not chosen are null, and a purpose that is none is an error', async () => {
    expect(await ask(CHANNELS.choose, { purpose: 'import-folder' })).toEqual({ ok: true, value: null });
    expect(await ask(CHANNELS.choose, { purpose: 'export-save' })).toEqual({ ok: true, value: null });
    expect(await ask(CHANNELS.choose, { purpose: 'toString' })).toMatchObject({
      ok: false,
      error: { code: 'BAD_ARGUMENT' },
    });
  });

  it('are not reached by a path', async () => {
    const refused = { ok: false, error: { code: 'UNAUTHORIZED' } };
    expect(
      await ask(CHANNELS.call, { job: 'p', method: 'engagement.open', params: { dir: '/etc' } }),
    ).toMatchObject(refused);
    expect(await ask(CHANNELS.reveal, { token: '/etc/passwd' })).toMatchObject(refused);
  });

  it('that were dropped are adopted by their absolute path', async () => {
    const adopted = await ask<PathGrant[]>(CHANNELS.adopt, { paths: ['/in/c.csv', 'relative.csv', '', 7] });
    expect(adopted).toMatchObject({ ok: true, value: [{ label: 'c.csv' }] });
  });

  it('host facts', async () => {
    expect(await ask(CHANNELS.info, {})).toEqual({
      ok: true,
      value: {
        kind: 'desktop',
        dialogs: true,
        version: '9.8.7',
        workspace: '/home/auditor/documents',
        passphrases: 'sealed',
      },
    });
  });
});

describe('a remembered passphrase', () => {
  const SECRET = 'correct horse battery';
  const known = async (): Promise<{ key: string; token: string }[]> => {
    const answer = await ask<{ key: string; token: string }[]>(CHANNELS.remembered, {});
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  };
  const sign = async (key: string, passphrase: string): Promise<unknown> => {
    answers.save = { canceled: false, filePath: '/out/p.zip' };
    const chosen = await ask<PathGrant[]>(CHANNELS.choose, { purpose: 'package-save' });
    const path = chosen.ok ? chosen.value[0]!.token : '';
    await ask(CHANNELS.call, { job: 's', method: 'package.build', params: { key, passphrase, path } });
    return signedWith.pop();
  };
  beforeEach(() => {
    keys = [{ name: 'alice', fingerprint: 'AA' }];
  });

  it('reaches the engine in the place of a token, and never the window', async () => {
    expect(await ask(CHANNELS.remember, { key: 'alice', passphrase: SECRET })).toEqual({
      ok: true,
      value: null,
    });
    const [entry] = await known();
    expect(Object.keys(entry!)).toEqual(['key', 'token']);
    expect(entry!.key).toBe('alice');
    expect(await sign('alice', entry!.token)).toMatchObject({ key: 'alice', passphrase: SECRET });
    // With another key the token is a text like any other; what was typed stays what it is.
    expect(await sign('bob', entry!.token)).toMatchObject({ key: 'bob', passphrase: entry!.token });
    expect(await sign('alice', 'typed')).toMatchObject({ passphrase: 'typed' });
    expect(JSON.stringify(window.webContents.sent)).not.toContain(SECRET);
  });

  it('is of a key that is there, and goes with it', async () => {
    expect(await ask(CHANNELS.remember, { key: 'carol', passphrase: SECRET })).toMatchObject({
      ok: false,
      error: { code: 'KEY_UNKNOWN' },
    });
    for (const passphrase of ['', 7, undefined])
      expect(await ask(CHANNELS.remember, { key: 'alice', passphrase })).toMatchObject({ ok: false });
    await ask(CHANNELS.remember, { key: 'alice', passphrase: SECRET });
    // A key of the same name that was made anew has another passphrase.
    keys = [{ name: 'alice', fingerprint: 'BB' }];
    expect(await known()).toEqual([]);
    keys = [{ name: 'alice', fingerprint: 'AA' }];
    expect(await known()).toEqual([]);
  });

  it('is forgotten when told', async () => {
    await ask(CHANNELS.remember, { key: 'alice', passphrase: SECRET });
    expect(await known()).toHaveLength(1);
    expect(await ask(CHANNELS.forget, { key: 'alice' })).toEqual({ ok: true, value: null });
    expect(await known()).toEqual([]);
  });
});

describe('the menu', () => {
  it('has no developer tools in the packaged program and no links', () => {
    const text = JSON.stringify(told.menus[0]);
    expect(text).toContain('"role":"zoomIn"');
    expect(text).not.toMatch(/toggleDevTools|reload|help|http/);
  });

  it('hands its items to the window, once the window listens', async () => {
    press('File', 'Verify a package…');
    expect(handedOver()).toEqual([]);
    expect(await ask(CHANNELS.handed, {})).toEqual({
      ok: true,
      value: [{ kind: 'command', command: 'verify' }],
    });
    press('Help', 'Keyboard shortcuts');
    press('View', 'Go to…');
    expect(handedOver()).toEqual([
      { kind: 'command', command: 'shortcuts' },
      { kind: 'command', command: 'palette' },
    ]);
    expect(await ask(CHANNELS.handed, {})).toEqual({ ok: true, value: [] });
  });
});

describe('what is opened from outside', () => {
  it('a package is verified, a folder opened: each reaches the page as a grant', async () => {
    await writeFile(join(folder, 'EV 1.zip'), 'PK');
    const before = handedOver().length;
    app.emit('second-instance', {}, ['/opt/tickmark', '--some-switch', join(folder, 'EV 1.zip')]);
    await expect.poll(() => handedOver().length).toBe(before + 1);
    let stopped = false;
    app.emit('open-file', { preventDefault: () => (stopped = true) }, folder);
    await expect.poll(() => handedOver().length).toBe(before + 2);
    expect(stopped).toBe(true);
    const [file, dir] = handedOver().slice(before) as { kind: string; grant: PathGrant }[];
    expect([file?.kind, file?.grant.label, dir?.kind, dir?.grant.label]).toEqual([
      'package',
      'EV 1.zip',
      'engagement',
      folder,
    ]);
    expect(file?.grant.token).not.toContain('EV 1');
    const params = { dir: dir?.grant.token };
    expect(await ask(CHANNELS.call, { job: 'h', method: 'engagement.open', params })).toMatchObject({
      ok: true,
      value: { dir: folder },
    });
  });

  it('waits while the page is left, and what is not there is passed over', async () => {
    const contents = new FakeContents();
    const handed = new Handed({ grants: new PathGrants(() => 'token') });
    handed.take(contents as never);
    contents.emit('did-start-navigation', {});
    await handed.giveFile(join(folder, 'none.zip'));
    await handed.giveFile(join(folder, 'secret.txt'));
    expect(contents.sent).toEqual([]);
    expect(handed.take(contents as never)).toEqual([
      { kind: 'package', grant: { token: 'token', label: 'secret.txt' } },
    ]);
    handed.give({ kind: 'command', command: 'about' });
    expect(contents.sent).toEqual([
      { channel: CHANNELS.handed, payload: { kind: 'command', command: 'about' } },
    ]);
  });

  it.each([
    [['/opt/tickmark', '/kept/2024'], true, '/kept/2024'],
    [['/usr/bin/electron', '/work/tickmark', '/kept/2024'], false, '/kept/2024'],
    [['/opt/tickmark', '--no-sandbox', 'relative.zip'], true, undefined],
    [['/opt/tickmark'], true, undefined],
  ])('is the first absolute path among %j', (words, packaged, path) => {
    expect(pathAmong(words, packaged)).toBe(path);
  });
});

const handedOver = (): unknown[] =>
  window.webContents.sent.filter(({ channel }) => channel === CHANNELS.handed).map(({ payload }) => payload);

function press(menu: string, label: string): void {
  const { submenu } = told.menus[0]!.find((item) => item.label === menu)!;
  const item = (submenu as Electron.MenuItemConstructorOptions[]).find((entry) => entry.label === label);
  item!.click!({} as never, undefined as never, {} as never);
}

describe('the end', () => {
  it('waits for the engine to close', async () => {
    let stopped = false;
    app.emit('before-quit', { preventDefault: () => (stopped = true) });
    expect(stopped).toBe(true);
    await expect.poll(() => told.quits).toBe(1);
    const late = await ask(CHANNELS.call, { job: 'z', method: 'app.info', params: {} });
    expect(late).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL', message: expect.stringContaining('closed') },
    });
  });

  it('comes at once for a second instance', async () => {
    answers.firstInstance = false;
    const windows = told.windows.length;
    await startDesktop({ preload: '', engine: '', renderer: '' });
    expect([told.quits, told.windows.length]).toEqual([2, windows]);
  });
});

function prevented(emitter: { emit(event: string, details: unknown): boolean }, event: string): boolean {
  let stopped = false;
  emitter.emit(event, { preventDefault: () => (stopped = true) });
  return stopped;
}
