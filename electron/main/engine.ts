import type { MessagePortMain } from 'electron';
import { type Channel, type FromEngine, type ToEngine, serveEngine } from '#server/common/engine-channel.ts';
import { hostEngine } from '#server/host-engine.ts';

// The engine's own process: its port comes with the first message, and when the engine is closed it ends.
process.parentPort.once('message', ({ ports: [port] }) => {
  if (port !== undefined) void serveEngine(hostEngine(), channelOf(port)).then(() => process.exit(0));
});

function channelOf(port: MessagePortMain): Channel<FromEngine, ToEngine> {
  port.start();
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data as ToEngine)),
  };
}
