import { describe, expect, it } from 'vitest';
import type { Progress } from '#shared/contract/envelope.ts';
import type { Handed } from '#shared/contract/host.ts';
import { type DesktopBridge, connectDesktop } from './desktop.ts';

const WAITING: Handed[] = [{ kind: 'package', grant: { token: 'g', label: 'EV.zip' } }];

interface Sent {
  channel: string;
  payload: Record<string, unknown>;
}

/** The preload's side of the bridge, with what went over it. */
function bridge(): {
  bridge: DesktopBridge;
  sent: Sent[];
  progress: (progress: Progress) => void;
  answer: (value: unknown) => void;
  hand: (item: Handed) => void;
} {
  const sent: Sent[] = [];
  let listener = (_progress: Progress): void => {};
  let answer = (_value: unknown): void => {};
  let hand = (_item: Handed): void => {};
  return {
    sent,
    progress: (progress) => listener(progress),
    answer: (value) => answer(value),
    hand: (item) => hand(item),
    bridge: {
      invoke: (channel, payload) => {
        sent.push({ channel, payload: payload as Record<string, unknown> });
        if (channel === 'host/handed') return Promise.resolve({ ok: true, value: WAITING });
        if (channel !== 'call') return Promise.resolve({ ok: true, value: null });
        return new Promise((resolve) => (answer = resolve));
      },
      subscribe: (wanted) => {
        listener = wanted;
        return () => {};
      },
      onHanded: (wanted) => {
        hand = wanted;
        return () => {};
      },
      adopt: () => Promise.resolve({ ok: true, value: [] }),
    },
  };
}

describe('the desktop host', () => {
  it('hears the progress of its own call only, and cancels it by name', async () => {
    const side = bridge();
    const connection = connectDesktop(side.bridge);
    const heard: number[] = [];
    const controller = new AbortController();
    const call = connection.call(
      'procedures.run',
      {},
      { signal: controller.signal, onProgress: ({ done }) => heard.push(done) },
    );
    const { job } = side.sent[0]!.payload as { job: string };
    const step = {
      method: 'procedures.run',
      phase: 'Running',
      total: 3,
      unit: 'procedures',
      rate: null,
    } as const;
    side.progress({ ...step, job, done: 1 });
    side.progress({ ...step, job: 'another', done: 2 });
    controller.abort();
    expect(side.sent[1]).toEqual({ channel: 'cancel', payload: { job } });
    const error = { code: 'CANCELLED', message: 'cancelled' };
    side.answer({ ok: false, error });
    expect(await call).toEqual({ ok: false, error });
    side.progress({ ...step, job, done: 3 });
    expect(heard).toEqual([1]);
  });

  it('asks the host by channels of their own', async () => {
    const side = bridge();
    await connectDesktop(side.bridge).host.choose('package-save', 'EV.zip');
    expect(side.sent).toEqual([
      { channel: 'host/choose', payload: { purpose: 'package-save', suggestedName: 'EV.zip' } },
    ]);
  });

  it('is told what waited for the window, and what comes later', async () => {
    const side = bridge();
    const told: Handed[] = [];
    connectDesktop(side.bridge).host.onHanded((item) => told.push(item));
    await Promise.resolve();
    await Promise.resolve();
    side.hand({ kind: 'command', command: 'about' });
    expect(told).toEqual([...WAITING, { kind: 'command', command: 'about' }]);
  });
});
