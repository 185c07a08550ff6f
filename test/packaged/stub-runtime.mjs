// What the runtime gives to the process of the engine: a parent that hands a port over, and messages on that port.
import { EventEmitter } from 'node:events';

const parent = new EventEmitter();
process.parentPort = parent;
await import(process.argv[2]);
const port = Object.assign(new EventEmitter(), {
  start: () => undefined,
  postMessage: (message) => process.send(message),
});
process.on('message', (data) => port.emit('message', { data }));
parent.emit('message', { ports: [port] });
process.send({ type: 'ready' });
