import type { Answer, CallOptions, Contract } from '#shared/contract/envelope.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { type Channel, EngineClient, type FromEngine, type ToEngine } from './engine-channel.ts';

/** A process with an engine in it, whatever starts it. */
export interface EngineProcess {
  channel: Channel<ToEngine, FromEngine>;
  /** Calls back once, when the process has ended. `reason` is for people: "signal SIGSEGV", "exit code 1". */
  onExit(listener: (reason: string) => void): void;
  kill(): void;
}

/** How long a closing engine may take to write what it holds before it is ended. */
const CLOSE_MS = 10_000;

const OPENING = new Set<MethodName>([
  'engagement.create',
  'engagement.roll-forward',
  'engagement.open',
  'engagement.sample',
]);

interface Running {
  process: EngineProcess;
  client: EngineClient;
  ended: Promise<void>;
  /** Resolves once the engagement of the process before is open again; at once where there was none. */
  ready: Promise<void>;
}

/**
 * The contract by way of another process. When that process dies, its calls answer INTERNAL; the next call starts another
 * and opens the engagement again that was open, so that a window goes on where it was.
 */
export class EngineKeeper implements Contract {
  readonly #start: () => EngineProcess;
  #running: Running | undefined;
  /** The folder of the engagement that is open. */
  #open: string | null = null;
  #closed = false;

  constructor(start: () => EngineProcess) {
    this.#start = start;
  }

  async call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
  ): Promise<Answer<Result<M>>> {
    if (this.#closed) return gone('it was closed');
    try {
      const running = (this.#running ??= this.#launch());
      await running.ready;
      // Whatever becomes of the engine: what was to be closed is not opened again.
      if (method === 'engagement.close') this.#open = null;
      const answer = await running.client.call(method, params, options);
      if (answer.ok) this.#follow(method, answer.value);
      return answer;
    } catch (error) {
      return gone(error instanceof Error ? error.message : String(error));
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const running = this.#running;
    if (running === undefined) return;
    const timer = setTimeout(() => running.process.kill(), CLOSE_MS);
    try {
      await Promise.race([running.client.close(), running.ended]);
    } catch {
      // The channel is closed already: the process is ending by itself.
    }
    running.process.kill();
    await running.ended;
    clearTimeout(timer);
  }

  /** Notes which engagement an answer leaves open. */
  #follow(method: MethodName, value: unknown): void {
    if (OPENING.has(method)) this.#open = (value as Result<'engagement.open'>).dir;
    else if (method === 'engagement.current')
      this.#open = (value as Result<'engagement.current'>)?.dir ?? null;
  }

  #launch(): Running {
    const dir = this.#open;
    // Where opening it is what ends the engine, it is not tried a second time.
    this.#open = null;
    const process = this.#start();
    const client = new EngineClient(process.channel);
    const ended = new Promise<void>((resolve) => {
      process.onExit((reason) => {
        if (this.#running?.process === process) this.#running = undefined;
        client.abandon(gone(reason));
        resolve();
      });
    });
    return { process, client, ended, ready: dir === null ? Promise.resolve() : this.#reopen(client, dir) };
  }

  /** What keeps it from being opened, the next call says: no engagement is open. */
  async #reopen(client: EngineClient, dir: string): Promise<void> {
    const answer = await client.call('engagement.open', { dir }, {}).catch(() => null);
    if (answer?.ok) this.#open = dir;
  }
}

function gone(reason: string): Answer<never> {
  return {
    ok: false,
    error: {
      code: 'INTERNAL',
      message: `The engine stopped before it could answer (${reason}).`,
      hint: 'Everything that was saved is safe. The engine starts anew and opens the engagement again; do the last step once more.',
    },
  };
}
