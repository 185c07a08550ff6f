import { type BrowserWindow, app, dialog, session } from 'electron';
import { Desk } from '#server/common/desk.ts';
import { EngineKeeper } from '#server/common/engine-keeper.ts';
import { Recents } from '#server/common/recents.ts';
import { registerAppScheme, serveWindow } from './app-scheme.ts';
import { startEngine } from './engine-process.ts';
import { DesktopHost } from './host-api.ts';
import { answerWindow } from './ipc.ts';
import { lockEveryContents, lockSession, silenceChromium } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { focusWindow, openWindow } from './window.ts';

export interface DesktopFiles {
  preload: string;
  engine: string;
  /** Folder of the built window. */
  renderer: string;
  /** An engagement to open first. */
  engagement?: string;
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
  app.on('second-instance', () => focusWindow(window));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  await app.whenReady();
  lockSession(session.defaultSession);
  serveWindow(session.defaultSession, files.renderer);
  setMenu(process.platform);
  const desk = new Desk(engine, new Recents(app.getPath('userData')));
  answerWindow(desk, new DesktopHost(desk, () => window));
  if (files.engagement !== undefined) await openFirst(desk, files.engagement);
  open();
  app.on('activate', () => {
    if (window === undefined) open();
  });
}

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
