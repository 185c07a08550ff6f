import { beforeAll, describe, expect, it } from 'vitest';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { bytesSource } from '#engine/evidence/format/byte-source.ts';
import { makePackages, makeParty, type Party, type SamplePackages } from './make-package.ts';
import { resign } from './tamperings.ts';
import { VECTORS } from './vectors.ts';
import { PackageEdit } from './zip-edit.ts';

let genuine: SamplePackages;
let stranger: Party;

beforeAll(async () => {
  genuine = await makePackages();
  stranger = await makeParty('Stranger');
});

describe('tampered packages', () => {
  it('accepts both genuine packages with every signer trusted', async () => {
    const trust = [genuine.preparer.certificate, genuine.reviewer.certificate];
    for (const file of [genuine.preparedFile, genuine.reviewedFile]) {
      const report = await verifyPackage(file, { trust });
      expect(report.checks.filter(({ ok }) => ok === false)).toEqual([]);
      expect(report.verdict).toBe('valid');
    }
  });

  it.each(VECTORS)('$name: invalid for this reason alone', async ({ of, trust, tamper, fails, reason }) => {
    const edit = await tamper(await PackageEdit.of(genuine[of]), { ...genuine, stranger });
    const anchors = [genuine.preparer.certificate, genuine.reviewer.certificate];
    const report = await verifyPackage(bytesSource(edit.pack()), trust ? { trust: anchors } : {});
    const failed = report.checks.filter(({ ok }) => ok === false);
    expect(failed.map(({ layer, name }) => `${layer}/${name}`)).toEqual(fails);
    expect(failed[0]?.detail).toMatch(reason);
    expect(report.verdict).toBe('invalid');
  });

  it('says of a stranger’s package without trust what is not established', async () => {
    const edit = await resign(await PackageEdit.of(genuine.prepared), 'preparer', stranger.signer);
    const report = await verifyPackage(bytesSource(edit.pack()));
    const trust = report.checks.find(({ layer }) => layer === 'trust');
    expect(report.verdict).toBe('valid');
    expect(trust?.ok).toBe(null);
    expect(trust?.detail).toMatch(
      /^trust not established: compare the fingerprint .*: ([0-9A-F]{2}:){31}[0-9A-F]{2}$/,
    );
  });

  it('calls a certificate that was not valid at the stated time untrusted', async () => {
    const report = await verifyPackage(genuine.preparedFile, {
      trust: [genuine.preparer.certificate],
      at: new Date('2031-01-01T00:00:00Z'),
    });
    const failed = report.checks.filter(({ ok }) => ok === false);
    expect(failed.map(({ name }) => name)).toEqual(['preparer certificate']);
    expect(failed[0]?.detail).toContain('not at 2031-01-01T00:00:00.000Z');
  });

  it('notices every changed byte of the container', async () => {
    const bytes = genuine.bare;
    const unnoticed: number[] = [];
    // A stride that shares no factor with the record sizes visits every kind of header field.
    for (let at = 0; at < bytes.byteLength; at += 7) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x01, at);
      const { verdict } = await verifyPackage(bytesSource(changed));
      if (verdict !== 'invalid') unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  });

  it('notices a package cut off at any point, and refuses what is no ZIP', async () => {
    const bytes = genuine.prepared;
    for (const length of [4, 100, bytes.byteLength >> 1, bytes.byteLength - 1]) {
      expect((await verifyPackage(bytesSource(bytes.subarray(0, length)))).verdict).toBe('invalid');
    }
    for (const other of ['', 'PK', 'not a package', '%PDF-1.7']) {
      await expect(verifyPackage(bytesSource(Buffer.from(other)))).rejects.toMatchObject({
        code: 'PACKAGE_INVALID',
      });
    }
    await expect(verifyPackage('/nowhere/package.zip')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(verifyPackage('/tmp')).rejects.toMatchObject({ code: 'UNREADABLE' });
  });
});
