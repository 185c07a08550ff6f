import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Contract } from '#shared/contract/envelope.ts';
import { type Channel, type FromEngine, type ToEngine, serveEngine } from './common/engine-channel.ts';
import type { EngineProcess } from './common/engine-keeper.ts';

/** First argument of the process that the engine lives in. */
export const ENGINE_FLAG = '--engine';

/**
 * Starts `entry` again as the engine's process. `entry` must call `runEngineProcess` when its first argument is
 * ENGINE_FLAG. Works for TypeScript in a checkout (run by tsx) and for a bundle.
 */
export function forkEngine(entry: string): EngineProcess {
  const child = fork(entry, [ENGINE_FLAG], {
    execArgv: nodeArguments(entry),
    // Structured clone: bytes stay bytes.
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
    child.once('error', (error) => resolve(error.message));
  });
  return {
    channel: {
      // A send that fails means that the process has ended: its exit gives every waiting call an answer.
      post: (message) => void child.send(message, () => undefined),
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
    },
    onExit: (listener) => void exited.then(listener),
    kill: () => void child.kill(),
  };
}

/** Serves the contract to the process that forked this one, and ends with it. */
export async function runEngineProcess(contract: Contract): Promise<void> {
  const channel: Channel<FromEngine, ToEngine> = {
    post: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToEngine)),
  };
  // Ctrl-C reaches the whole group: the host decides when the engine closes.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => void contract.close().finally(() => process.exit(0)));
  await serveEngine(contract, channel);
  process.disconnect();
}

/** This process's own flags, less its debugger's; and tsx where TypeScript is run without it (as tests do). */
function nodeArguments(entry: string): string[] {
  const own = process.execArgv.filter((flag) => !flag.startsWith('--inspect'));
  if (!entry.endsWith('.ts')) return own;
  if (own.some((flag) => flag.includes('tsx'))) return own;
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}
