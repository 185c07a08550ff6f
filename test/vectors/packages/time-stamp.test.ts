import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { addTimeToken, signPackage, timeRequest } from '#engine/evidence/index.ts';
import { bytesSource } from '#engine/evidence/format/byte-source.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { cli } from '#test/cli/support.ts';
import { makePackages, REVIEWED_AT, type SamplePackages, scratch } from './make-package.ts';
import { makeTimeAuthority, type TimeAuthority } from './time-authority.ts';
import { PackageEdit } from './zip-edit.ts';

let dir: string;
let genuine: SamplePackages;
let stamped: Buffer;
let stampedFile: string;
let authority: string;
let reply: TimeAuthority['reply'];
let withPss: TimeAuthority['withPss'];

function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { cwd: dir, encoding: 'utf8', stdio: 'pipe' });
}

async function timeOf(zip: Uint8Array, trust?: string[]) {
  const report = await verifyPackage(bytesSource(zip), trust === undefined ? {} : { trust });
  return {
    failed: report.checks.filter(({ ok }) => ok === false).map(({ layer, name }) => `${layer}/${name}`),
    time: report.checks.find(({ layer }) => layer === 'time'),
  };
}

beforeAll(async () => {
  genuine = await makePackages();
  const stamping = await makeTimeAuthority();
  ({ dir, root: authority, reply, withPss } = stamping);
  stampedFile = join(dir, 'stamped.zip');
  const response = reply(await timeRequest(genuine.preparedFile, 'preparer'));
  await addTimeToken({ file: genuine.preparedFile, role: 'preparer', response, out: stampedFile });
  stamped = readFileSync(stampedFile);
});

describe('time stamps (RFC 3161)', () => {
  it('are asked for in a form that OpenSSL reads, the same every time', async () => {
    const request = await timeRequest(genuine.preparedFile, 'preparer');
    writeFileSync(join(dir, 'q.tsq'), request);
    const printed = openssl('ts', '-query', '-in', 'q.tsq', '-text');
    expect(printed).toContain('Hash Algorithm: sha256');
    expect(printed).toContain('Nonce: unspecified');
    expect(printed).toContain('Certificate required: yes');
    expect(await timeRequest(genuine.preparedFile, 'preparer')).toEqual(request);
    await expect(timeRequest(genuine.preparedFile, 'reviewer')).rejects.toMatchObject({
      code: 'PACKAGE_ROLE',
    });
  });

  it('prove the time when their authority is trusted, and say whose word it is when not', async () => {
    const trusted = await timeOf(stamped, [genuine.preparer.certificate, authority]);
    expect(trusted.failed).toEqual([]);
    expect(trusted.time?.ok).toBe(true);
    expect(trusted.time?.detail).toMatch(
      /^CN=Time Authority says that the signature existed at 20\d\d-\S+Z$/,
    );
    const untrusted = await timeOf(stamped, [genuine.preparer.certificate]);
    expect(untrusted.failed).toEqual([]);
    expect(untrusted.time?.ok).toBe(null);
    expect(untrusted.time?.detail).toContain('that authority is not among those you trust');
  });

  it('are accepted by openssl ts with the files of the package', async () => {
    const edit = await PackageEdit.of(stamped);
    mkdirSync(join(dir, 'bag'));
    writeFileSync(join(dir, 'bag', 'envelope'), edit.get('signatures/preparer.dsse.json'));
    writeFileSync(join(dir, 'bag', 'tsr'), edit.get('time/preparer.tsr'));
    const args = ['ts', '-verify', '-data', 'bag/envelope', '-in', 'bag/tsr', '-CAfile', 'root.pem'];
    expect(spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' }).stdout).toContain('Verification: OK');
  });

  it('may be signed with RSASSA-PSS', async () => {
    const edit = await PackageEdit.of(stamped);
    const response = withPss(edit.get('time/preparer.tsr'));
    const trust = [genuine.preparer.certificate, authority];
    const { failed, time } = await timeOf(edit.set('time/preparer.tsr', response).pack(), trust);
    expect([failed, time?.ok]).toEqual([[], true]);
    const bent = Buffer.from(response);
    bent.writeUInt8(bent.readUInt8(bent.byteLength - 20) ^ 1, bent.byteLength - 20);
    const other = await timeOf(edit.set('time/preparer.tsr', bent).pack(), trust);
    expect(other.failed).toEqual(['time/preparer signing time']);
    expect(other.time?.detail).toContain('has a signature that does not hold');
  });

  it('stay when the reviewer signs afterwards', async () => {
    const out = join(dir, 'reviewed.zip');
    const { signer } = genuine.reviewer;
    await signPackage({ file: stampedFile, signer, role: 'reviewer', signedAt: REVIEWED_AT, out });
    const trust = [genuine.preparer.certificate, genuine.reviewer.certificate, authority];
    const { failed, time } = await timeOf(readFileSync(out), trust);
    expect([failed, time?.ok]).toEqual([[], true]);
  });

  it('are refused for another signature, damaged, or when none was granted', async () => {
    const out = join(await scratch(), 'out.zip');
    const other = reply(await timeRequest(genuine.reviewedFile, 'reviewer'));
    const add = (response: Uint8Array) =>
      addTimeToken({ file: genuine.preparedFile, role: 'preparer', response, out });
    await expect(add(other)).rejects.toMatchObject({
      code: 'PACKAGE_INVALID',
      message: 'The time token is for another signature',
    });
    await expect(add(Buffer.from('no token'))).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    // PKIStatusInfo with status 2, rejection (RFC 3161 section 2.4.2).
    const rejected = Buffer.from('30053003020102', 'hex');
    await expect(add(rejected)).rejects.toMatchObject({
      message: 'The time token says that no time stamp was granted',
    });
  });

  it('do not let a byte change that no signature covers, such as in the certificates they carry', async () => {
    const trust = [genuine.preparer.certificate, authority];
    const token = stamped.indexOf('/time/preparer.tsr') + '/time/preparer.tsr'.length;
    const size = (await PackageEdit.of(stamped)).get('time/preparer.tsr').byteLength;
    for (let at = token; at < token + size; at += 97) {
      const changed = Buffer.from(stamped);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      const { failed } = await timeOf(changed, trust);
      expect([['time/preparer signing time'], ['completeness/container']]).toContainEqual(failed);
    }
  });

  it('fail for this reason alone when one of their files is changed or moved', async () => {
    const trust = [genuine.preparer.certificate, authority];
    const change = async (tamper: (edit: PackageEdit) => PackageEdit) =>
      (await timeOf(tamper(await PackageEdit.of(stamped)).pack(), trust)).failed;
    const envelope = (await PackageEdit.of(stamped)).get('signatures/preparer.dsse.json');
    const edited = (edit: PackageEdit) => {
      const token = Buffer.from(edit.get('time/preparer.tsr'));
      const at = token.indexOf(createHash('sha256').update(envelope).digest());
      // Behind the digest stand the serial number (three bytes) and the time, whose fourth digit this changes.
      token.writeUInt8(token.readUInt8(at + 32 + 3 + 2 + 3) ^ 1, at + 32 + 3 + 2 + 3);
      return edit.set('time/preparer.tsr', token);
    };
    expect(await change(edited)).toEqual(['time/preparer signing time']);
    expect(await change((edit) => edit.flip('time/preparer.tsq'))).toEqual(['time/preparer signing time']);
    const moved = (edit: PackageEdit) => edit.set('time/reviewer.tsr', edit.get('time/preparer.tsr'));
    expect(await change(moved)).toEqual(['completeness/other files']);
    expect(await change((edit) => edit.remove('time/preparer.tsr'))).toEqual(['completeness/other files']);
  });
});

describe('time stamps on the command line', () => {
  it('go out as a request and come back into a package that is otherwise the same', async () => {
    const at = await scratch();
    const word = ['timestamp', genuine.preparedFile];
    const asked = await cli(at, [...word, '--request', 'q.tsq', '--json']);
    expect([asked.code, asked.json()]).toEqual([0, { file: join(at, 'q.tsq') }]);
    const request = readFileSync(join(at, 'q.tsq'));
    expect(request.equals(Buffer.from(await timeRequest(genuine.preparedFile, 'preparer')))).toBe(true);
    writeFileSync(join(at, 'a.tsr'), reply(request));
    const answered = await cli(at, [...word, '--response', 'a.tsr', '--out', 'out.zip', '--json']);
    expect(answered.code).toBe(0);
    const { time, file } = answered.json() as { time: string; file: string };
    expect(time).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    expect((await timeOf(readFileSync(file), [authority, genuine.preparer.certificate])).time?.ok).toBe(true);
  });

  it('say what is wrong with the words or the files', async () => {
    const at = await scratch();
    const word = ['timestamp', genuine.preparedFile];
    writeFileSync(join(at, 'taken.tsq'), '');
    const codes: [string[], string][] = [
      [word, 'BAD_ARGUMENT'],
      [[...word, '--request', 'q.tsq', '--response', 'a.tsr'], 'BAD_ARGUMENT'],
      [[...word, '--response', 'none.tsr'], 'BAD_ARGUMENT'],
      [[...word, '--response', 'none.tsr', '--out', 'o.zip'], 'NOT_FOUND'],
      [[...word, '--request', 'taken.tsq'], 'OUTPUT_EXISTS'],
      [[...word, '--role', 'reviewer', '--request', 'q.tsq'], 'PACKAGE_ROLE'],
    ];
    for (const [words, code] of codes) {
      const { err, code: exit } = await cli(at, words);
      expect([exit, err.split('\n')[0]?.split(':')[0]]).toEqual([2, `error ${code}`]);
    }
  });
});
