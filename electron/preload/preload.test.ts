import { beforeAll, describe, expect, it } from 'vitest';
import { answers, ipcRenderer, told } from '../testing/fake-electron.ts';

interface Bridge {
  invoke(channel: unknown, payload: unknown): Promise<unknown>;
  subscribe(listener: (progress: unknown) => void): () => void;
  adopt(files: readonly unknown[]): Promise<unknown>;
}

let bridge: Bridge;

beforeAll(async () => {
  await import('./index.ts');
  bridge = told.exposed.get('tickmark') as Bridge;
});

describe('what the window is given', () => {
  it('is one object with four functions', () => {
    expect([...told.exposed.keys()]).toEqual(['tickmark']);
    expect(Object.keys(bridge).toSorted()).toEqual(['adopt', 'invoke', 'onHanded', 'subscribe']);
  });

  it('invokes known channels only', async () => {
    answers.invoke = (channel, payload) => Promise.resolve({ channel, payload });
    expect(await bridge.invoke('call', { job: 'j' })).toEqual({ channel: 'call', payload: { job: 'j' } });
    for (const channel of ['host/adopt', 'progress', 'ELECTRON', '', 7, null]) {
      await expect(bridge.invoke(channel, {})).rejects.toThrow('No such channel.');
    }
  });

  it('hears progress, without the event that carries it, until it stops listening', () => {
    const heard: unknown[][] = [];
    const stop = bridge.subscribe((...given) => heard.push(given));
    ipcRenderer.emit('progress', { sender: 'secret' }, { job: 'j' });
    stop();
    ipcRenderer.emit('progress', {}, { job: 'k' });
    expect(heard).toEqual([[{ job: 'j' }]]);
  });

  it('hands on the paths of real files, and of no others', async () => {
    answers.invoke = (channel, payload) => Promise.resolve({ channel, payload });
    const real = new File(['x'], 'real.csv');
    const made = new File(['x'], '/etc/passwd');
    answers.dropped.set(real, '/in/real.csv');
    expect(await bridge.adopt([real, made])).toEqual({
      channel: 'host/adopt',
      payload: { paths: ['/in/real.csv'] },
    });
  });
});
