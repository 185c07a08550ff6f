import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, it, test } from 'vitest';
import { bytesSource } from '#engine/evidence/format/byte-source.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { pack } from './zip-edit.ts';

/** A valid bag of the BagIt conformance suite (SHA-512 manifests, no bag-info.txt). */
const BAG = resolve('../shared/samples/canonical/bagit-v1.0-valid/basicBag');
const present = existsSync(BAG);

async function verified(change: (name: string, bytes: Buffer) => Buffer) {
  const names = readdirSync(BAG, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(BAG, join(entry.parentPath, entry.name)))
    .sort();
  const files = names.map((name) => ({
    name: `basicBag/${name}`,
    bytes: change(name, readFileSync(join(BAG, name))),
  }));
  const { checks } = await verifyPackage(bytesSource(pack(files)));
  return Object.fromEntries(checks.map(({ layer, name, ok }) => [`${layer}: ${name}`, ok]));
}

/** It is a sound bag, and no evidence package: nobody signed it and it states no version. */
const SOUND = {
  'fixity: payload': true,
  'fixity: tag files': true,
  'completeness: payload': true,
  'completeness: other files': true,
  'completeness: bag profile': false,
  'signature: preparer signature': false,
};

test.runIf(!present)('not run: samples absent', () => {
  expect(present).toBe(false);
});

it.runIf(present)('accepts a bag of the conformance suite as a bag', async () => {
  expect(await verified((_name, bytes) => bytes)).toMatchObject(SOUND);
});

it.runIf(present)('sees a changed payload in it', async () => {
  const changed = await verified((name, bytes) =>
    name === 'data/hello.txt' ? Buffer.concat([bytes, Buffer.from('x')]) : bytes,
  );
  expect(changed).toMatchObject({ ...SOUND, 'fixity: payload': false });
});
