import { expect, it } from 'vitest';
import type { ProgressUpdate, WorkOptions } from '#engine/engagement/index.ts';
import { SharedWork } from './shared-work.ts';

/** Work that goes on as it is told. */
function work() {
  const told: { given?: WorkOptions; end?: (value: string) => void; fail?: (error: Error) => void } = {};
  const shared = new SharedWork<string>((given) => {
    told.given = given;
    return new Promise((end, fail) => Object.assign(told, { end, fail }));
  });
  return { shared, told };
}

const HALF: ProgressUpdate = { phase: 'computing', done: 1, total: 2, unit: 'reports' };
const codeOf = (error: Error & { code?: string }): string | undefined => error.code;

it('tells everyone who waits how far it is, and those alone', async () => {
  const { shared, told } = work();
  const heard: string[] = [];
  const aborter = new AbortController();
  const first = shared.ask({ onProgress: () => heard.push('first') });
  const second = shared.ask({ signal: aborter.signal, onProgress: () => heard.push('second') }).catch(codeOf);
  told.given!.onProgress!(HALF);
  aborter.abort();
  expect(await second).toBe('CANCELLED');
  told.given!.onProgress!(HALF);
  told.end!('done');
  expect(await first).toBe('done');
  expect(heard).toEqual(['first', 'second', 'first']);
});

it('ends when the last one who waits gives up, and not before', async () => {
  const { shared, told } = work();
  const [one, other] = [new AbortController(), new AbortController()];
  const answers = [one, other].map(({ signal }) => shared.ask({ signal }).catch(codeOf));
  one.abort();
  expect([told.given!.signal!.aborted, shared.sound]).toEqual([false, true]);
  other.abort();
  expect([told.given!.signal!.aborted, shared.sound]).toEqual([true, false]);
  expect(await Promise.all(answers)).toEqual(['CANCELLED', 'CANCELLED']);
});

it('gives its result to who asks later too', async () => {
  const { shared, told } = work();
  const first = shared.ask({});
  told.end!('done');
  expect([await first, await shared.ask({}), shared.sound]).toEqual(['done', 'done', true]);
});

it('is of no use once it failed', async () => {
  const { shared, told } = work();
  const first = shared.ask({}).catch((error: Error) => error.message);
  told.fail!(new Error('no room'));
  expect([await first, shared.sound]).toEqual(['no room', false]);
});

it('ends for one who had given up before asking', async () => {
  const { shared } = work();
  expect(await shared.ask({ signal: AbortSignal.abort() }).catch(codeOf)).toBe('CANCELLED');
  expect(shared.sound).toBe(false);
});
