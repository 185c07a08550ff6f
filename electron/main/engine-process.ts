import { MessageChannelMain, utilityProcess } from 'electron';
import type { FromEngine } from '#server/common/engine-channel.ts';
import type { EngineProcess } from '#server/common/engine-keeper.ts';

/** Starts the engine in a process of its own and talks to it over a port. @param entry built engine.mjs. */
export function startEngine(entry: string): EngineProcess {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Tickmark engine', stdio: 'inherit' });
  const { port1: theirs, port2: ours } = new MessageChannelMain();
  child.postMessage(null, [theirs]);
  ours.start();
  const exited = new Promise<string>((resolve) => child.once('exit', (code) => resolve(`exit code ${code}`)));
  return {
    channel: {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
      post: (message) => ours.postMessage(message),
      onMessage: (listener) => void ours.on('message', ({ data }) => listener(data as FromEngine)),
    },
    onExit: (listener) => void exited.then(listener),
    kill: () => void child.kill(),
  };
}
