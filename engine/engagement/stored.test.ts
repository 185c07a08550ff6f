import * as z from 'zod/mini';
import { expect, it } from 'vitest';
import { stored } from './stored.ts';

const schema = z.object({ id: z.string() });

it('gives back what was kept, members that the schema does not name included', () => {
  expect(stored(schema, '{"id":"a","more":[1]}', 'a thing')).toEqual({ id: 'a', more: [1] });
});

it.each(['{"id":1}', '[]', '{"id":', 'null'])('refuses %s', (text) => {
  expect(() => stored(schema, text, 'a thing')).toThrow(
    expect.objectContaining({
      code: 'ENGAGEMENT_INVALID',
      message: 'the database holds a thing that Tickmark did not write',
    }),
  );
});
