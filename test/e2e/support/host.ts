import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * A running loopback host with folders of its own, in a process of its own. E2E_RENDERER names another folder with a
 * built window than dist/renderer.
 */
export class Host {
  /** Holds the workspace, the settings and the keys of this run. */
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(folder: string, child: ChildProcess, lines: AsyncIterator<string>) {
    this.folder = folder;
    this.#child = child;
    this.#lines = lines;
  }

  /** E2E_KEEP names a folder to use and to leave: a journey is tried again without making the sample anew. */
  static async start(): Promise<Host> {
    const kept = process.env['E2E_KEEP'];
    const folder = kept ?? (await mkdtemp(join(tmpdir(), 'tickmark-e2e-')));
    const entry = new URL('./serve.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--import', 'tsx', entry], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, E2E_FOLDER: folder, XDG_CONFIG_HOME: join(folder, 'config') },
    });
    const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    return new Host(folder, child, lines);
  }

  /** An address with a token for one more window. */
  async invite(): Promise<string> {
    this.#child.stdin!.write('\n');
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the host ended');
    return value;
  }

  /** Ends the engine's process as a crash would: at once, whatever it does. */
  async killEngine(): Promise<void> {
    process.kill(Number(await readFile(join(this.folder, 'engine.pid'), 'utf8')), 'SIGKILL');
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin!.end();
    await ended;
    if (process.env['E2E_KEEP'] === undefined) await rm(this.folder, { recursive: true, force: true });
  }
}
