import { stat } from 'node:fs/promises';
import { type BrowserWindow, app, dialog, session } from 'electron';
import { Desk } from '#server/common/desk.ts';
import { EngineKeeper } from '#server/common/engine-keeper.ts';
import { Recents } from '#server/common/recents.ts';
import { registerAppScheme, serveWindow } from './app-scheme.ts';
import { startEngine } from './engine-process.ts';
import { Handed, pathAmong } from './handed.ts';
import { DesktopHost } from './host-api.ts';
import { answerWindow } from './ipc.ts';
import { lockEveryContents, lockSession, silenceChromium } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { SealedPassphrases } from './passphrases.ts';
import { focusWindow, openWindow } from './window.ts';

export interface DesktopFiles {
  preload: string;
  engine: string;
  /** Folder of the built window. */
  renderer: string;
  /** What the program was started with: the folder of an engagement to open first, or a package to verify. */
  given?: string;
}

/** Runs the desktop host. A second start of the program shows the window of the first and ends. */
export async function startDesktop(files: DesktopFiles): Promise<void> {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  registerAppScheme();
  silenceChromium();
  lockEveryContents();

  let window: BrowserWindow | undefined;
  const open = () => {
    window = openWindow(files.preload);
    window.once('closed', () => {
      window = undefined;
    });
  };
  const engine = new EngineKeeper(() => startEngine(files.engine));
  closeBeforeQuitting(engine);
  const settings = app.getPath('userData');
  const desk = new Desk(engine, new Recents(settings), new SealedPassphrases(settings, process.platform));
  const handed = new Handed(desk);
  app.on('second-instance', (_event, words) => {
    focusWindow(window);
    const path = pathAmong(words, app.isPackaged);
    if (path !== undefined) void handed.giveFile(path);
  });
  // macOS hands files over by an event, the first of them before the program is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    focusWindow(window);
    void handed.giveFile(path);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  await app.whenReady();
  lockSession(session.defaultSession);
  serveWindow(session.defaultSession, files.renderer);
  setMenu(process.platform, (command) => handed.give({ kind: 'command', command }));
  answerWindow(desk, new DesktopHost(desk, () => window), handed);
  const { given } = files;
  if (given !== undefined && (await isFile(given))) await handed.giveFile(given);
  else if (given !== undefined) await openFirst(desk, given);
  open();
  app.on('activate', () => {
    if (window === undefined) open();
  });
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** The engine closes its database first. */
function closeBeforeQuitting(engine: EngineKeeper): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void engine.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}

/** Where it cannot be opened, the window is shown all the same: it offers what else there is. */
async function openFirst(desk: Desk, folder: string): Promise<void> {
  const grant = desk.grants.issue(folder, 'write', folder);
  const opened = await desk.call('engagement.open', { dir: grant.token });
  if (!opened.ok) dialog.showErrorBox('The engagement could not be opened', opened.error.message);
}
