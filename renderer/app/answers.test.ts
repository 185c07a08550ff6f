import { describe, expect, it } from 'vitest';
import { Answers } from './answers.ts';
import type { Answer } from './types.ts';

const ok = (value: unknown) => async (): Promise<Answer<unknown>> => ({ ok: true, value });

describe('answers shared by question', () => {
  it('asks once for each state of the engagement', async () => {
    const answers = new Answers();
    let asked = 0;
    const question = async (): Promise<Answer<unknown>> => ({ ok: true, value: (asked += 1) });
    await answers.ask('a', 0, question);
    await answers.ask('a', 0, question);
    expect(asked).toBe(1);
    await answers.ask('a', 1, question);
    expect(answers.get('a')).toEqual({ value: 2, error: null, pending: false });
  });

  it('keeps the old value until the new one is there', async () => {
    const answers = new Answers();
    await answers.ask('a', 0, ok('old'));
    const asking = answers.ask('a', 1, ok('new'));
    expect(answers.get('a')).toEqual({ value: 'old', error: null, pending: true });
    await asking;
    expect(answers.get('a')).toEqual({ value: 'new', error: null, pending: false });
  });

  it('drops an answer that was overtaken', async () => {
    const answers = new Answers();
    let release = (_answer: Answer<unknown>): void => {};
    const slow = answers.ask('a', 0, () => new Promise((resolve) => (release = resolve)));
    await answers.ask('a', 1, ok('new'));
    release({ ok: true, value: 'late' });
    await slow;
    expect(answers.get('a')).toEqual({ value: 'new', error: null, pending: false });
  });

  it('asks once more where the engine ended under the question, and no third time', async () => {
    const answers = new Answers();
    const error = { code: 'INTERNAL', message: 'The engine stopped.' } as const;
    const given: Answer<unknown>[] = [
      { ok: false, error },
      { ok: true, value: 'there again' },
    ];
    await answers.ask('a', 0, () => Promise.resolve(given.shift()!));
    expect(answers.get('a')).toEqual({ value: 'there again', error: null, pending: false });
    let asked = 0;
    await answers.ask('b', 0, () => {
      asked += 1;
      return Promise.resolve({ ok: false, error });
    });
    expect([asked, answers.get('b')]).toEqual([2, { value: null, error, pending: false }]);
  });

  it('shows an error in place of a value', async () => {
    const answers = new Answers();
    await answers.ask('a', 0, ok('old'));
    await answers.ask('a', 1, async () => ({ ok: false, error: { code: 'NOT_FOUND', message: 'gone' } }));
    expect(answers.get('a')).toEqual({
      value: null,
      error: { code: 'NOT_FOUND', message: 'gone' },
      pending: false,
    });
  });

  it('forgets everything', async () => {
    const answers = new Answers();
    await answers.ask('a', 0, ok('old'));
    answers.clear();
    expect(answers.get('a').value).toBe(null);
  });
});
