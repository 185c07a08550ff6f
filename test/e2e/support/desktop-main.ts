import { register } from 'node:module';
import { join } from 'node:path';
import type { FakeEngine, FakePort, FakeWindow } from '../../../electron/testing/fake-electron.ts';

/** What a journey asks of the program. */
export type ToProgram =
  | { do: 'ask'; id: number; channel: string; payload: unknown }
  | { do: 'page'; id: number; path: string }
  | { do: 'answer'; answers: Partial<Played> }
  | { do: 'menu'; menu: string; label: string }
  | { do: 'open-file'; path: string }
  | { do: 'quit' };

/** What Electron answers in this run. */
export interface Played {
  open: { canceled: boolean; filePaths: string[] };
  save: { canceled: boolean; filePath: string };
  keyring: { backend: 'gnome_libsecret' | 'basic_text'; available: boolean; key: number };
}

export type FromProgram =
  | { tell: 'ready' }
  | { tell: 'value'; id: number; value: unknown }
  | { tell: 'sent'; channel: string; payload: unknown };

export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

// The electron package fetches a runtime when it is loaded; the program here runs on the typed stand-in of the tests.
const stand = new URL('../../../electron/testing/fake-electron.ts', import.meta.url).href;
const hook = `export const resolve = (name, context, next) =>
  next(name === 'electron' ? ${JSON.stringify(stand)} : name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const electron = (await import(
  'electron' as string
)) as typeof import('../../../electron/testing/fake-electron.ts');
const { startDesktop } = await import('../../../electron/main/desktop.ts');
const { serveEngine } = await import('#server/common/engine-channel.ts');
const { hostEngine } = await import('#server/host-engine.ts');

const folder = process.env['E2E_FOLDER']!;
electron.answers.paths.set('userData', join(folder, 'config')).set('documents', join(folder, 'workspace'));
electron.engineStarted.on('engine', (engine: FakeEngine) => {
  engine.once('port', (port: FakePort) => {
    port.start();
    const channel = {
      post: (message: unknown) => port.postMessage(message),
      onMessage: (listener: (message: never) => void) =>
        void port.on('message', ({ data }: { data: never }) => listener(data)),
    };
    void serveEngine(hostEngine(), channel).then(() => process.exit(0));
  });
});
await startDesktop({ preload: '', engine: '', renderer: process.env['E2E_RENDERER']! });

const window = electron.told.windows[0] as FakeWindow;
const { webContents } = window;
webContents.send = (channel, payload) => tell({ tell: 'sent', channel, payload });

function tell(message: FromProgram): void {
  process.send?.(message);
}

async function page(path: string): Promise<PageAnswer> {
  const response = await electron.session.defaultSession.schemes.get('app')!(
    new Request(`app://tickmark${path}`),
  );
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: new Uint8Array(await response.arrayBuffer()) };
}

async function carryOut(message: ToProgram): Promise<void> {
  if (message.do === 'ask') {
    const event = { sender: webContents, senderFrame: webContents.mainFrame };
    const value: unknown = await electron.handlers.get(message.channel)?.(event as never, message.payload);
    tell({ tell: 'value', id: message.id, value });
  } else if (message.do === 'page') tell({ tell: 'value', id: message.id, value: await page(message.path) });
  else if (message.do === 'answer') Object.assign(electron.answers, message.answers);
  else if (message.do === 'open-file')
    electron.app.emit('open-file', { preventDefault: () => undefined }, message.path);
  else if (message.do === 'menu') {
    const { submenu } = electron.told.menus[0]!.find(({ label }) => label === message.menu)!;
    const items = submenu as { label?: string; click?: () => void }[];
    items.find(({ label }) => label === message.label)!.click!();
  } else electron.app.quit();
}

process.on('message', (message: ToProgram) => void carryOut(message));
tell({ tell: 'ready' });
