import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, MAX_DEPTH, decodeFrame, encodeFrame } from './codec.ts';

const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('$bytes', '$$bytes', '$', '__proto__', 'constructor', 'v', 'p')),
      tie('tree'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
}));

describe('frames', () => {
  it('returns what went in, bytes and reserved-looking keys included', () => {
    // Not toStrictEqual: it asks a value for its `constructor`, which is data here.
    fc.assert(fc.property(tree, (value) => isDeepStrictEqual(decodeFrame(encodeFrame(value)), value)));
  });

  it('finds the same values however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(tree, { maxLength: 4 }),
        fc.array(fc.nat(60), { minLength: 1 }),
        (values, cuts) => {
          const bytes = Uint8Array.from(values.flatMap((value) => [...encodeFrame(value)]));
          const reader = new FrameReader();
          const found: unknown[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = (cuts[turn % cuts.length] ?? 0) + 1;
            found.push(...reader.push(bytes.subarray(at, at + size)));
            at += size;
          }
          reader.end();
          return isDeepStrictEqual(found, values);
        },
      ),
    );
  });

  it('has the documented form', () => {
    const json = '{"v":{"a":{"$bytes":0},"$$b":1},"p":[2]}';
    const expected = [0, 0, 0, json.length, ...new TextEncoder().encode(json), 7, 9];
    expect([...encodeFrame({ a: new Uint8Array([7, 9]), $b: 1 })]).toEqual(expected);
  });

  it('leaves undefined members out, as JSON does', () => {
    expect(decodeFrame(encodeFrame({ a: undefined, b: 1 }))).toStrictEqual({ b: 1 });
    expect(decodeFrame(encodeFrame(undefined))).toBeNull();
  });

  it('answers any bytes with a value or BAD_ARGUMENT, never with another error', () => {
    const mutated = fc.tuple(tree, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
      const frame = encodeFrame(value);
      frame[at % frame.length] = byte;
      return frame;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated), (bytes) => {
        try {
          decodeFrame(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: 'TickmarkError', code: 'BAD_ARGUMENT' });
        }
      }),
    );
  });

  const frame = (json: string, ...tail: number[]) =>
    Uint8Array.from([0, 0, 0, json.length, ...new TextEncoder().encode(json), ...tail]);

  it.each([
    ['torn', encodeFrame({ a: 1 }).slice(0, -1), /middle of a frame/],
    ['two frames', frame('{"v":1,"p":[]}', ...frame('{"v":1,"p":[]}')), /more than one/],
    ['no JSON', frame('{"v":'), /not JSON/],
    ['no header', frame('[]'), /header is incomplete/],
    ['negative size', frame('{"v":1,"p":[-1]}'), /no sizes/],
    ['missing part', frame('{"v":{"$bytes":1},"p":[1]}', 5), /not there/],
    ['part named by text', frame('{"v":{"$bytes":"0"},"p":[1]}', 5), /not there/],
    ['reserved key', frame('{"v":{"$other":1},"p":[]}'), /reserved key/],
  ])('refuses a frame that is %s', (_name, bytes, message) => {
    expect(() => decodeFrame(bytes)).toThrow(message);
  });

  it('refuses values nested too deep, both ways', () => {
    let deep: unknown = 1;
    for (let level = 0; level < MAX_DEPTH + 2; level += 1) deep = [deep];
    expect(() => encodeFrame(deep)).toThrow(/nested deeper/);
    const json = new TextEncoder().encode(`{"v":${JSON.stringify(deep)},"p":[]}`);
    const bytes = new Uint8Array(4 + json.length);
    new DataView(bytes.buffer).setUint32(0, json.length);
    bytes.set(json, 4);
    expect(() => decodeFrame(bytes)).toThrow(/nested deeper/);
  });

  it('stops at its limit before the bytes have arrived', () => {
    const reader = new FrameReader(100);
    expect(() => reader.push(Uint8Array.from([0, 1, 0, 0]))).toThrow(/longer than 100/);
  });
});
