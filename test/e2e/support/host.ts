import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Names the folder in which the sample was made, beside the sample. */
const MADE_IN = 'made-in.txt';

/** Where the sample of this run lies once it is made; the configuration names the folder. */
function madeSample(): string {
  const folder = process.env['E2E_SAMPLE'];
  if (folder === undefined) throw new Error('E2E_SAMPLE is not set');
  return folder;
}

async function copySample(folder: string): Promise<void> {
  const made = madeSample();
  if (!existsSync(join(made, MADE_IN))) return;
  await cp(made, folder, { recursive: true });
  const recent = join(folder, 'config', 'recent.json');
  const before = await readFile(join(made, MADE_IN), 'utf8');
  await writeFile(recent, (await readFile(recent, 'utf8')).replaceAll(before, folder));
}

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

  /**
   * With a copy of the sample as `sample-made.setup.ts` left it, or with nothing where that has not run. E2E_KEEP names
   * a folder to use and to leave instead.
   */
  static async start(): Promise<Host> {
    const kept = process.env['E2E_KEEP'];
    const folder = kept ?? (await mkdtemp(join(tmpdir(), 'tickmark-e2e-')));
    if (kept === undefined) await copySample(folder);
    return Host.#on(folder);
  }

  /** Ends this one and starts another on the same folders, as the same user does on another day. */
  async again(): Promise<Host> {
    await this.#end();
    return Host.#on(this.folder);
  }

  static #on(folder: string): Host {
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

  /** Leaves what this host holds to those that start later; nothing may be open in it. */
  async keep(): Promise<void> {
    await cp(this.folder, madeSample(), { recursive: true });
    await writeFile(join(madeSample(), MADE_IN), this.folder);
  }

  /** Ends the engine's process as a crash would: at once, whatever it does. */
  async killEngine(): Promise<void> {
    process.kill(Number(await readFile(join(this.folder, 'engine.pid'), 'utf8')), 'SIGKILL');
  }

  /** How the window was left, as the host keeps it; empty before anything was. */
  settings(): Promise<string> {
    return readFile(join(this.folder, 'config', 'window.json'), 'utf8').catch(() => '');
  }

  async #end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin!.end();
    await ended;
  }

  async stop(): Promise<void> {
    await this.#end();
    if (process.env['E2E_KEEP'] === undefined) await rm(this.folder, { recursive: true, force: true });
  }
}
