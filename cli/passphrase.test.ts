import { expect, it } from 'vitest';
import { askPassphrase } from './passphrase.ts';

it('is taken from the environment as it is, but for a line end that nobody could type', async () => {
  expect(await askPassphrase('?', { TICKMARK_PASSPHRASE: ' päss \r x' })).toBe(' päss \r x');
  for (const end of ['\r', '\n', '\r\n'])
    await expect(askPassphrase('?', { TICKMARK_PASSPHRASE: `päss${end}` })).rejects.toMatchObject({
      code: 'KEY_PASSPHRASE',
      message: 'TICKMARK_PASSPHRASE ends with a line break',
    });
});
