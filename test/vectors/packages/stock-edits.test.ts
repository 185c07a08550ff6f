import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '#engine/evidence/format/byte-source.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { makePackages, type SamplePackages, scratch } from './make-package.ts';
import { unpack } from './zip-edit.ts';

let genuine: SamplePackages;
let folder: string;

beforeAll(async () => {
  genuine = await makePackages();
  folder = (await unpack(genuine.prepared))[0]?.name.split('/')[0] ?? '';
});

/** Edits a copy of the package with a stock program; `$zip` and `$bag` are the file and the folder inside it. */
async function edited(script: string): Promise<string[]> {
  const dir = await scratch();
  const zip = join(dir, 'copy.zip');
  copyFileSync(genuine.preparedFile, zip);
  mkdirSync(join(dir, folder, 'data'), { recursive: true });
  writeFileSync(join(dir, folder, 'data', 'extra.txt'), 'extra');
  writeFileSync(join(dir, folder, 'data', 'findings.json'), '{}');
  execFileSync('bash', ['-c', script], {
    cwd: dir,
    env: { ...process.env, zip, bag: folder },
    stdio: 'pipe',
  });
  const { checks } = await verifyPackage(zip);
  return checks
    .filter(({ ok }) => ok === false)
    .map(({ layer, name, detail }) => `${layer}/${name}: ${detail}`);
}

describe('packages edited with stock programs', () => {
  it('names a file that zip added', async () => {
    expect(await edited('zip -q "$zip" "$bag/data/extra.txt"')).toEqual([
      'completeness/payload: data/extra.txt was added: manifest-sha256.txt does not list it',
    ]);
  });

  it('names a file that zip deleted', async () => {
    expect(await edited('zip -qd "$zip" "$bag/data/sources/empty.log"')).toEqual([
      'completeness/payload: data/sources/empty.log is missing: manifest-sha256.txt lists it',
    ]);
  });

  it('names a file that zip replaced, and that the container was edited', async () => {
    expect(await edited('zip -q "$zip" "$bag/data/findings.json"')).toEqual([
      'fixity/payload: data/findings.json was changed: its digest is not the one in manifest-sha256.txt',
      `completeness/container: ${folder}/data/findings.json: its ZIP header is not as written`,
    ]);
  });

  it('names a file that Python wrote a second time', async () => {
    const script =
      'import zipfile,os; z=zipfile.ZipFile(os.environ["zip"],"a"); z.writestr(os.environ["bag"]+"/data/findings.json","{}")';
    const failed = await edited(`python3 -W ignore -c '${script}'`);
    expect(failed[1]).toContain(`${folder}/data/findings.json: present more than once`);
  });

  it('finds one reason for one byte changed in the ZIP itself', async () => {
    for (const [path, expected] of [
      ['data/findings.json', ['fixity/payload']],
      ['record/journal.ndjson', ['fixity/record files']],
      ['bag-info.txt', ['fixity/tag files']],
      ['signatures/preparer.dsse.json', ['signature/preparer signature', 'signature/preparer statement']],
    ] as const) {
      const bytes = Buffer.from(genuine.prepared);
      const at = bytes.indexOf(`${folder}/${path}`) + folder.length + 1 + path.length;
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      const { checks } = await verifyPackage(bytesSource(bytes));
      const failed = checks.filter(({ ok }) => ok === false).map(({ layer, name }) => `${layer}/${name}`);
      expect(failed).toEqual(expected);
    }
  });
});
