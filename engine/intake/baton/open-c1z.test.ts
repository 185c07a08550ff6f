import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extract } from '#engine/readers/baton-c1z/reader.ts';
import { isObject, type Json } from '../kit.ts';
import { openC1z } from './open-c1z.ts';
import { unpackZstd, windowOf } from './zstd.ts';

const SAMPLE = fileURLToPath(new URL('../../readers/baton-c1z/samples/typical/input.c1z', import.meta.url));
const REAL = fileURLToPath(new URL('../../../../shared/samples/baton/', import.meta.url));
const UNEXPANDED = join(REAL, 'sync.36zfOAoWMxQdISbixanQCRBiX7E.unexpanded');

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tickmark-c1z-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function opened(bytes: Uint8Array): Promise<unknown> {
  const path = join(dir, 'file.c1z');
  await writeFile(path, bytes);
  return openC1z(path);
}

/** A zstd frame of `count` RLE blocks of 128 KB (RFC 8878, sections 3.1.1.1 and 3.1.1.2), window 128 KB. */
function frame(count: number, window = 7 << 3): Buffer {
  const block = (last: boolean) => {
    const header = ((128 * 1024) << 3) | (1 << 1) | (last ? 1 : 0);
    return Buffer.from([header & 255, (header >> 8) & 255, (header >> 16) & 255, 0x41]);
  };
  const blocks = Array.from({ length: count }, (_, i) => block(i === count - 1));
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, window]), ...blocks]);
}

describe('a baton sync file', () => {
  const sound = readFileSync(SAMPLE);

  test('is read as lists of its objects, the latest complete sync', async () => {
    const { document, notes } = await openC1z(SAMPLE);
    expect(
      ['resources', 'grants', 'entitlements', 'resource_types'].map(
        (list) => document.records(list, false)?.length,
      ),
    ).toEqual([6, 6, 4, 3]);
    expect(notes).toEqual([
      'baton sync s1, begun 2024-11-23T04:00:00.123456Z',
      '1 other sync in the file passed over',
    ]);
  });

  test('in the Pebble form is told and refused', async () => {
    const other = Buffer.concat([Buffer.from('C1Z3\0'), sound.subarray(5)]);
    await expect(opened(other)).rejects.toMatchObject({ code: 'FILE_BINARY', message: /Pebble/ });
    await expect(opened(Buffer.concat([Buffer.from('C1ZF\0'), frame(3)]))).rejects.toMatchObject({
      code: 'FILE_BINARY',
    });
  });

  test('that was cut off or damaged is refused', async () => {
    await expect(opened(sound.subarray(0, sound.length - 40))).rejects.toMatchObject({
      code: 'FILE_TRUNCATED',
    });
    await expect(opened(sound.subarray(0, 8))).rejects.toMatchObject({ code: 'FILE_MALFORMED' });
  });

  test('that would fill the memory is refused before it does', async () => {
    // 1,000 blocks of 128 KB: 131 MB from 4 KB.
    expect(() => unpackZstd(frame(1000))).toThrow(/unpacks to more than/);
    // Exponent 31 asks for a window of 2 TB.
    expect(windowOf(frame(3, 31 << 3))).toBe(2 ** 41);
    expect(() => unpackZstd(frame(3, 31 << 3))).toThrow(/bytes of memory/);
    expect(unpackZstd(frame(3)).length).toBe(3 * 128 * 1024);
  });
});

/** Pairs of entitlement and holder, worked out by adding what follows until nothing follows any more. */
function byRepetition(grants: readonly Json[]): Set<string> {
  const pairs = new Set<string>();
  const edges: { from: string; to: string }[] = [];
  for (const grant of grants as {
    entitlement: { id: string };
    principal: { type: string; id: string };
    expands: { from: string[] } | null;
  }[]) {
    pairs.add(`${grant.entitlement.id} ${grant.principal.type}:${grant.principal.id}`);
    for (const from of grant.expands?.from ?? []) edges.push({ from, to: grant.entitlement.id });
  }
  for (let before = -1; before !== pairs.size; ) {
    before = pairs.size;
    const holders = new Map<string, string[]>();
    for (const pair of pairs) {
      const [entitlement, holder] = pair.split(' ') as [string, string];
      holders.set(entitlement, [...(holders.get(entitlement) ?? []), holder]);
    }
    for (const { from, to } of edges)
      for (const holder of holders.get(from) ?? []) pairs.add(`${to} ${holder}`);
  }
  return pairs;
}

describe.runIf(existsSync(UNEXPANDED))('a real unexpanded sync', () => {
  test('expands to the holders that repetition finds, each once', async () => {
    const { document } = await openC1z(UNEXPANDED);
    const lists = ['resources', 'grants', 'entitlements', 'resource_types'].flatMap((list) =>
      (document.records(list, false) ?? []).map(({ json }) => ({ list, value: JSON.parse(json) as Json })),
    );
    const grants = lists.filter(({ list }) => list === 'grants').map(({ value }) => value);
    const people = new Map<string, string>(
      lists.flatMap(({ list, value }) =>
        list === 'resources' && isObject(value) && isObject(value['user'])
          ? [
              [
                `${String(value['type'])}:${String(value['id'])}`,
                String(value['user']['login'] ?? value['user']['email']),
              ] as const,
            ]
          : [],
      ),
    );
    const found = extract(
      lists.map(({ value }) => value),
      { digest: () => '', list: (index) => lists[index]!.list },
    ).flatMap((item) =>
      'of' in item && item.of === 'grant'
        ? [
            `${String(item.value['resource'])}:${String(item.value['permission'])} ${String(item.value['account_id'])}`,
          ]
        : [],
    );
    const expected = [...byRepetition(grants)].map((pair) => {
      const [entitlement, holder] = pair.split(' ') as [string, string];
      return `${entitlement} ${people.get(holder) ?? holder}`;
    });
    expect(grants.length).toBe(2909);
    expect(found.length).toBe(expected.length);
    expect([...found].sort()).toEqual(expected.sort());
  });
});

test.runIf(!existsSync(UNEXPANDED))('not run: samples absent', () => {
  expect(existsSync(UNEXPANDED)).toBe(false);
});
