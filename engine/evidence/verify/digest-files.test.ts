import { execFileSync } from 'node:child_process';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  makePackages,
  sampleInput,
  type SamplePackages,
  scratch,
} from '#test/vectors/packages/make-package.ts';
import { PackageEdit } from '#test/vectors/packages/zip-edit.ts';
import { buildPackage } from '../build/build-package.ts';
import { bytesSource } from '../format/byte-source.ts';
import { digestRanges } from './threads/digest-ranges.ts';
import { verifyPackage } from './verify-package.ts';

const SIZES = [40 << 20, 1, 0, (1 << 20) + 3];
/** Bytes that do not repeat with any piece in which they are read. */
const noise = (size: number) =>
  Buffer.from(Uint32Array.from({ length: size / 4 + 1 }, (_, i) => i * 2654435761).buffer).subarray(0, size);

let genuine: SamplePackages;
let large: string;

/** A package with so much in it that threads hash it. */
beforeAll(async () => {
  genuine = await makePackages();
  large = join(await scratch(), 'large.zip');
  const payload = SIZES.map((size, i) => ({ path: `data/sources/${i}.bin`, bytes: noise(size) }));
  await buildPackage({ ...(await sampleInput(genuine.preparer.signer, large)), payload });
});

/** What the threads lead to and what one thread leads to, which has no file. */
async function both(bytes: Uint8Array) {
  const file = join(await scratch(), 'package.zip');
  await writeFile(file, bytes);
  return [await verifyPackage(file), await verifyPackage(bytesSource(bytes))];
}

describe('digests by threads', () => {
  it('are those of sha256sum, and the CRC-32 is that of the bytes', async () => {
    const dir = await scratch();
    const bytes = noise(40 << 20);
    await writeFile(join(dir, 'bytes'), bytes);
    await writeFile(join(dir, 'middle'), bytes.subarray(5, 5 + (33 << 20)));
    const file = await open(join(dir, 'bytes'), 'r');
    const ranges = [
      { offset: 5, length: 33 << 20 },
      { offset: 7, length: 0 },
    ];
    const found = await digestRanges(file.fd, ranges, ['sha256', 'sha512']);
    await file.close();
    const stated = (tool: string, name: string) =>
      execFileSync(tool, [name], { cwd: dir, encoding: 'utf8' }).split(' ')[0];
    expect(found).toEqual([
      {
        hex: [stated('sha256sum', 'middle'), stated('sha512sum', 'middle')],
        crc: crc32(bytes.subarray(5, 5 + (33 << 20))),
      },
      // SHA-256 and SHA-512 of nothing, as in FIPS 180-4 test vectors.
      {
        hex: [
          'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
          'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
        ],
        crc: 0,
      },
    ]);
  });

  it('are left to the caller for a range that the file does not have, and where there is little', async () => {
    const path = join(await scratch(), 'short');
    await writeFile(path, noise(10));
    const file = await open(path, 'r');
    const beyond = [
      { offset: 0, length: 40 << 20 },
      { offset: 2, length: 3 },
    ];
    const [missing, there] = await digestRanges(file.fd, beyond, ['sha256']);
    expect([missing, there?.crc]).toEqual([null, crc32(noise(10).subarray(2, 5))]);
    expect(await digestRanges(file.fd, [{ offset: 0, length: 10 }], ['sha256'])).toEqual([null]);
    await file.close();
  });

  it('lead to the verdicts that one thread leads to, of a whole package and of changed ones', async () => {
    const bytes = await readFile(large);
    const [whole, whole1] = await both(bytes);
    expect(whole).toEqual(whole1);
    expect(whole?.verdict).toBe('valid');
    const flipped = (await PackageEdit.of(bytes)).flip('data/sources/0.bin').pack();
    const [edited, edited1] = await both(flipped);
    expect(edited).toEqual(edited1);
    expect(edited?.checks.filter(({ ok }) => ok === false).map(({ name, detail }) => [name, detail])).toEqual(
      [['payload', 'data/sources/0.bin was changed: its digest is not the one in manifest-sha256.txt']],
    );
    // The checksum of the large file in its local header (offset 14) and in the directory (offset 16).
    const checksum = Buffer.from(bytes);
    const crc = Buffer.alloc(4);
    crc.writeUInt32LE(crc32(noise(SIZES[0]!)));
    for (let at = checksum.indexOf(crc); at !== -1; at = checksum.indexOf(crc, at + 4))
      checksum.fill(1, at, at + 4);
    const [wrong, wrong1] = await both(checksum);
    expect(wrong).toEqual(wrong1);
    expect(wrong?.checks.filter(({ ok }) => ok === false).map(({ name, detail }) => [name, detail])).toEqual([
      ['container', 'data/sources/0.bin: the checksum in the ZIP was changed, its content was not'],
    ]);
  }, 60_000);
});
