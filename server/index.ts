import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { TickmarkError } from '#shared/model/errors.ts';
import { Desk } from './common/desk.ts';
import { EngineKeeper } from './common/engine-keeper.ts';
import { KeptSettings } from './common/kept-settings.ts';
import { placesOf } from './common/places.ts';
import { Recents } from './common/recents.ts';
import { forkEngine } from './engine-process.ts';
import { Calls } from './http/calls.ts';
import { Sessions } from './http/guard.ts';
import { LoopbackHost } from './http/host-api.ts';
import { Pages } from './http/pages.ts';
import { routes } from './http/routes.ts';
import { Spool } from './http/spool.ts';

export { ENGINE_FLAG, runEngineProcess } from './engine-process.ts';

export interface ServerOptions {
  /** 0 or none: a free one. */
  port?: number;
  /** An engagement to offer first; opened before the window is. */
  engagement?: string;
  /** What is forked with ENGINE_FLAG for the engine; by default main.ts beside this file. */
  engineEntry?: string;
  /** The built window. */
  rendererFolder?: string;
  /** Where new engagements go; by default the user's (see common/places.ts). */
  workspace?: string;
  /** Where the list of recent engagements is kept. */
  configFolder?: string;
}

export interface RunningServer {
  /** With a one-time token in its fragment. */
  url: string;
  /** Another address for another window, with a token of its own. */
  invite(): string;
  /** A folder that this user alone can read; gone when the server closes. */
  privateFolder: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Starts the loopback host. Throws BAD_ARGUMENT when the port is taken, or the engine's error for `engagement`. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const places = placesOf(process.env, process.platform, homedir());
  const workspace = options.workspace ?? places.workspace;
  const entry = options.engineEntry ?? fileURLToPath(new URL('./main.ts', import.meta.url));
  const engine = new EngineKeeper(() => forkEngine(entry));
  const config = options.configFolder ?? places.config;
  const desk = new Desk(engine, new Recents(config));
  const spool = await Spool.open(workspace, desk);
  const sessions = new Sessions();
  let authority = '';
  const server = createServer(
    // Uploads take as long as they take; headers do not.
    { maxHeaderSize: 8 * 1024, headersTimeout: 10_000, requestTimeout: 0 },
    routes({
      authority: () => authority,
      sessions,
      calls: new Calls(desk),
      spool,
      host: new LoopbackHost(desk, spool, workspace, new KeptSettings(config)),
      pages: new Pages(options.rendererFolder ?? fileURLToPath(new URL('../dist/renderer', import.meta.url))),
    }),
  );
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await engine.close();
    await spool.close();
  };
  try {
    const port = await listen(server, options.port ?? 0);
    authority = `${HOST}:${port}`;
    // Its start takes as long as the browser's: both at once.
    void desk.version();
    if (options.engagement !== undefined) await openFirst(desk, options.engagement);
  } catch (error) {
    await close();
    throw error;
  }
  const invite = () => `http://${authority}/#token=${sessions.invite()}`;
  return { url: invite(), invite, privateFolder: spool.folder, close };
}

async function openFirst(desk: Desk, folder: string): Promise<void> {
  const grant = desk.grants.issue(folder, 'write', folder);
  const opened = await desk.call('engagement.open', { dir: grant.token });
  if (opened.ok) {
    // The dearest question of the first place is begun while the browser starts; the window's own shares its answer.
    void desk.call('report.get', { report: 'coverage' });
    return;
  }
  const { code, message, hint, details } = opened.error;
  throw new TickmarkError(code, message, { ...(hint === undefined ? {} : { hint }), details });
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new TickmarkError('BAD_ARGUMENT', `Port ${port} cannot be used: ${error.message}.`, {
          hint: 'Leave --port out for a free one.',
        }),
      );
    });
    server.listen({ host: HOST, port, exclusive: true }, () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
}
