import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import {
  makePackages,
  makeParty,
  type Party,
  REVIEWED_AT,
  type SamplePackages,
  sampleInput,
  samplePayload,
  scratch,
} from '#test/vectors/packages/make-package.ts';
import { PackageEdit, unpack } from '#test/vectors/packages/zip-edit.ts';
import { type BuildInput, buildPackage } from './build-package.ts';
import { signPackage } from './sign-package.ts';

let ana: Party;
let genuine: SamplePackages;

beforeAll(async () => {
  ana = await makeParty('Ana');
  genuine = await makePackages();
});

async function build(change: Partial<BuildInput> = {}) {
  const out = join(await scratch(), 'package.zip');
  const built = await buildPackage({ ...(await sampleInput(ana.signer, out)), ...change });
  return { ...built, bytes: readFileSync(out) };
}

/** Everything that must not depend on who builds, where or when. */
async function deterministicPart(zip: Uint8Array) {
  const files = await unpack(zip);
  return files
    .filter(({ name }) => !/\/(record|signatures|certs)\//.test(name))
    .map(({ name, bytes }) => [name, bytes.toString('latin1')]);
}

describe('building a package', () => {
  it('has the layout of a BagIt bag, written byte for byte', async () => {
    const edit = await PackageEdit.of((await build()).bytes);
    expect(edit.text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    const size = (await samplePayload()).reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    expect(edit.text('bag-info.txt')).toBe(
      'Source-Organization: Müller & Co\nBagging-Date: 2024-11-24\n' +
        `Payload-Oxum: ${size}.5\nBag-Software-Agent: Tickmark 0.1.0\nTickmark-Package-Version: 1\n`,
    );
    // SHA-256 of nothing, as in FIPS 180-4 test vectors.
    expect(edit.text('manifest-sha256.txt')).toContain(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/sources/empty.log\n',
    );
    expect(edit.text('tagmanifest-sha256.txt').match(/(?<= {2})\S+/g)).toEqual([
      'VERIFY.md',
      'bag-info.txt',
      'bagit.txt',
      'manifest-sha256.txt',
    ]);
  });

  it('is the same from another key, another order, another kind of origin', async () => {
    const one = await build();
    const other = await makeParty('Somebody');
    const dir = await scratch();
    const payload = (await samplePayload()).reverse().map(({ path, bytes }, index) => {
      const file = join(dir, `file-${index}`);
      writeFileSync(file, bytes);
      return index % 2 === 0 ? { path, file } : { path, size: bytes.byteLength, stream: () => [bytes] };
    });
    const two = await build({ signer: other.signer, payload, signedAt: '2025-02-01T00:00:00Z' });
    expect(two.tagManifestSha256).toBe(one.tagManifestSha256);
    expect(two.id).toBe(one.id);
    expect(one.id).toBe(`EV-${one.tagManifestSha256.slice(0, 12)}`);
    expect(await deterministicPart(two.bytes)).toEqual(await deterministicPart(one.bytes));
    expect(two.bytes.equals(one.bytes)).toBe(false);
  });

  it('is the same in another time zone and locale', async () => {
    const one = await build();
    const script = resolve('test/vectors/packages/build-elsewhere.ts');
    for (const env of [
      { TZ: 'Pacific/Kiritimati', LC_ALL: 'C' },
      { TZ: 'America/St_Johns', LC_ALL: 'tr_TR.UTF-8' },
    ]) {
      const out = join(await scratch(), 'elsewhere.zip');
      const digest = execFileSync(process.execPath, ['--import', 'tsx', script, out], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
      });
      expect(digest).toBe(one.tagManifestSha256);
      expect(await deterministicPart(readFileSync(out))).toEqual(await deterministicPart(one.bytes));
    }
  });

  it('takes the payload from a stream of entries', async () => {
    async function* entries() {
      yield* await samplePayload();
    }
    expect((await build({ payload: entries() })).tagManifestSha256).toBe((await build()).tagManifestSha256);
  });

  it('counts files and bytes', async () => {
    const { payloadFiles, payloadBytes } = await build({
      payload: [
        { path: 'data/a', bytes: Buffer.from('abc') },
        { path: 'data/b', bytes: Buffer.from('de') },
      ],
    });
    expect([payloadFiles, payloadBytes]).toEqual([2, 5]);
  });

  it.each([
    ['data/../x', 'the path climbs out of the package'],
    ['data/100%.csv', 'the name holds a control character or %'],
    ['data/a\\b', 'the name holds a backslash'],
    ['other/x', 'other/x does not lie under data/'],
  ])('refuses the payload name %j', async (path, reason) => {
    await expect(build({ payload: [{ path, bytes: Buffer.from('x') }] })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining(reason),
    });
  });

  it('refuses names that collide, no payload, broken dates and lines', async () => {
    const x = Buffer.from('x');
    const refused = async (change: Partial<BuildInput>, code: string) =>
      expect(build(change)).rejects.toMatchObject({ code });
    const { bagInfo } = await sampleInput(ana.signer, '');
    await refused(
      {
        payload: [
          { path: 'data/A', bytes: x },
          { path: 'data/a', bytes: x },
        ],
      },
      'BAD_ARGUMENT',
    );
    await refused({ payload: [] }, 'BAD_ARGUMENT');
    await refused({ bagInfo: { ...bagInfo, asOf: '24.11.2024' } }, 'BAD_ARGUMENT');
    await refused(
      { bagInfo: { ...bagInfo, sourceOrganization: 'A\nBagging-Date: 1999-01-01' } },
      'BAD_ARGUMENT',
    );
    await refused({ signedAt: 'now' }, 'BAD_ARGUMENT');
    await refused({ signedAt: '2031-01-01T00:00:00Z' }, 'KEY_EXPIRED');
    await refused({ payload: [{ path: 'data/a', file: '/nowhere/a' }] }, 'NOT_FOUND');
    await refused({ role: 'reviewer' as never }, 'PACKAGE_ROLE');
  });

  it('never leaves half a package, and never overwrites one', async () => {
    const dir = await scratch();
    const out = join(dir, 'package.zip');
    const failing = {
      path: 'data/b',
      size: 10,
      stream: async function* () {
        yield Buffer.from('12345');
        throw new Error('the disk went away');
      },
    };
    const input = await sampleInput(ana.signer, out);
    await expect(buildPackage({ ...input, payload: [...(await samplePayload()), failing] })).rejects.toThrow(
      'the disk went away',
    );
    expect(readdirSync(dir)).toEqual([]);
    const cancelled = AbortSignal.abort();
    await expect(buildPackage({ ...input, signal: cancelled })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(dir)).toEqual([]);
    const stop = new AbortController();
    const told: number[] = [];
    const onFile = (done: number) => {
      told.push(done);
      if (done === 3) stop.abort();
    };
    await expect(buildPackage({ ...input, signal: stop.signal, onFile })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect([told, readdirSync(dir)]).toEqual([[1, 2, 3], []]);
    writeFileSync(out, 'mine');
    await expect(buildPackage(input)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  it('lets the first of two that are written at once have the name, whole', async () => {
    const dir = await scratch();
    const out = join(dir, 'package.zip');
    const input = await sampleInput(ana.signer, out);
    const ends = await Promise.allSettled([buildPackage(input), buildPackage(input)]);
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(['OUTPUT_EXISTS']);
    expect(readdirSync(dir)).toEqual(['package.zip']);
    expect((await verifyPackage(out)).verdict).toBe('valid');
  });

  it('does not accept a signer whose signature does not hold', async () => {
    const other = await makeParty('Other');
    const liar = { ...ana.signer, sign: other.signer.sign };
    await expect(build({ signer: liar })).rejects.toMatchObject({ code: 'KEY_UNSUPPORTED' });
  });
});

describe('countersigning', () => {
  const sign = async (change: Partial<Parameters<typeof signPackage>[0]> = {}) => {
    const out = join(await scratch(), 'reviewed.zip');
    const { signer } = genuine.reviewer;
    return signPackage({
      file: genuine.preparedFile,
      signer,
      role: 'reviewer',
      signedAt: REVIEWED_AT,
      out,
      ...change,
    });
  };

  it('keeps every file of the preparer and adds four', async () => {
    const before = await unpack(genuine.prepared);
    const after = new Map(
      (await unpack(genuine.reviewed)).map(({ name, bytes }) => [name, bytes.toString('latin1')]),
    );
    for (const { name, bytes } of before) expect(after.get(name)).toBe(bytes.toString('latin1'));
    const added = [...after.keys()].filter((name) => !before.some((file) => file.name === name));
    expect(added.map((name) => name.slice(name.indexOf('/') + 1))).toEqual([
      'certs/reviewer.pem',
      'certs/reviewer-ca.pem',
      'signatures/reviewer.dsse.json',
      'signatures/reviewer.sigstore.json',
    ]);
  });

  it('refuses the preparer, another role, a second reviewer, a taken name, an expired key', async () => {
    await expect(sign({ signer: genuine.preparer.signer })).rejects.toMatchObject({ code: 'PACKAGE_ROLE' });
    await expect(sign({ role: 'preparer' })).rejects.toMatchObject({ code: 'PACKAGE_ROLE' });
    await expect(sign({ file: genuine.reviewedFile, signer: ana.signer })).rejects.toMatchObject({
      code: 'PACKAGE_ROLE',
    });
    await expect(sign({ out: genuine.preparedFile })).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await expect(sign({ signedAt: '2031-01-01T00:00:00Z' })).rejects.toMatchObject({ code: 'KEY_EXPIRED' });
    await expect(sign({ file: '/nowhere.zip' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('refuses a package that does not hold, and writes nothing', async () => {
    const dir = await scratch();
    const [file, out] = [join(dir, 'tampered.zip'), join(dir, 'out.zip')];
    writeFileSync(file, (await PackageEdit.of(genuine.prepared)).flip('data/findings.json').pack());
    await expect(sign({ file, out })).rejects.toMatchObject({
      code: 'PACKAGE_INVALID',
      message: expect.stringContaining('data/findings.json was changed'),
    });
    expect(existsSync(out)).toBe(false);
  });

  it('turns a package that others packed again into the written form', async () => {
    const dir = await scratch();
    execFileSync('bash', ['-c', `unzip -q ${genuine.preparedFile} && zip -qr again.zip EV-*`], { cwd: dir });
    const again = await verifyPackage(join(dir, 'again.zip'));
    expect(again.verdict).toBe('valid');
    expect(again.checks.find(({ name }) => name === 'container')).toMatchObject({ ok: null });
    const out = join(dir, 'reviewed.zip');
    await sign({ file: join(dir, 'again.zip'), out });
    const report = await verifyPackage(out);
    expect(report.checks.find(({ name }) => name === 'container')).toMatchObject({ ok: true });
    expect(report.verdict).toBe('valid');
  });
});
