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

interface Running {
  process: EngineProcess;
  client: EngineClient;
  ended: Promise<void>;
}

/** The contract by way of another process. When that process dies, its calls answer INTERNAL and the next call starts another. */
export class EngineKeeper implements Contract {
  readonly #start: () => EngineProcess;
  #running: Running | undefined;
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
      this.#running ??= this.#launch();
      return await this.#running.client.call(method, params, options);
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

  #launch(): Running {
    const process = this.#start();
    const client = new EngineClient(process.channel);
    const ended = new Promise<void>((resolve) => {
      process.onExit((reason) => {
        if (this.#running?.process === process) this.#running = undefined;
        client.abandon(gone(reason));
        resolve();
      });
    });
    return { process, client, ended };
  }
}

function gone(reason: string): Answer<never> {
  return {
    ok: false,
    error: {
      code: 'INTERNAL',
      message: `The engine stopped before it could answer (${reason}).`,
      hint: 'Everything that was saved is safe. Open the engagement again; the engine has been started anew.',
    },
  };
}
