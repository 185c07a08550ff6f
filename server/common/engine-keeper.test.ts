import { describe, expect, it } from 'vitest';
import type { Answer } from '#shared/contract/envelope.ts';
import type { FromEngine, ToEngine } from './engine-channel.ts';
import { EngineKeeper, type EngineProcess } from './engine-keeper.ts';

/** What the other end of the channel does: answers, or ends in the middle of a call. */
type Behaviour = (method: string) => Answer<unknown> | 'ends';

function processOf(behave: Behaviour, called: string[]): EngineProcess {
  let hear: (message: FromEngine) => void = () => undefined;
  let exit: (reason: string) => void = () => undefined;
  return {
    channel: {
      post: (message: ToEngine) => {
        if (message.type !== 'call') return;
        called.push(message.method);
        const done = behave(message.method);
        queueMicrotask(() => {
          if (done === 'ends') exit('signal SIGSEGV');
          else hear({ type: 'answer', id: message.id, answer: done });
        });
      },
      onMessage: (listener) => (hear = listener),
    },
    onExit: (listener) => (exit = listener),
    kill: () => exit('signal SIGKILL'),
  };
}

const OPENED: Answer<unknown> = { ok: true, value: { dir: '/audit' } };
const NOTHING: Answer<unknown> = { ok: true, value: null };

describe('an engine that ends', () => {
  it('in the middle of a question: the next one finds the engagement open again', async () => {
    const called: string[] = [];
    const keeper = new EngineKeeper(() =>
      processOf((method) => (method === 'app.info' ? 'ends' : OPENED), called),
    );
    await keeper.call('engagement.open', { dir: '/audit' });
    expect(await keeper.call('app.info', {})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    await keeper.call('engagement.current', {});
    expect(called).toEqual(['engagement.open', 'app.info', 'engagement.open', 'engagement.current']);
  });

  it('while it closes the engagement: it stays closed', async () => {
    const called: string[] = [];
    const keeper = new EngineKeeper(() =>
      processOf((method) => {
        if (method === 'engagement.close') return 'ends';
        return method === 'engagement.open' ? OPENED : NOTHING;
      }, called),
    );
    await keeper.call('engagement.open', { dir: '/audit' });
    expect(await keeper.call('engagement.close', {})).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL' },
    });
    expect(await keeper.call('engagement.current', {})).toEqual(NOTHING);
    expect(called).toEqual(['engagement.open', 'engagement.close', 'engagement.current']);
  });
});
