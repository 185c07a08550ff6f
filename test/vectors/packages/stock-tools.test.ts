import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makePackages } from './make-package.ts';

let prepared: string;
let reviewed: string;
let preparedZip: string;
let blocks: string[];

/** Unpacks with the stock unzip and answers the folder of the bag. */
function unzip(file: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'tickmark-unzip-'));
  execFileSync('unzip', ['-q', file, '-d', dir]);
  const [folder, ...others] = readdirSync(dir);
  if (folder === undefined || others.length > 0) throw new Error('the ZIP must hold one folder');
  return join(dir, folder);
}

/** Runs every block of VERIFY.md as a reader would, and answers the numbers of those that fail with their words. */
function follow(bag: string): { failed: number[]; output: string } {
  const failed: number[] = [];
  let output = '';
  blocks.forEach((script, index) => {
    // A reader's shell keeps none of our variables.
    const env = { PATH: process.env.PATH ?? '', HOME: tmpdir() };
    const run = spawnSync('bash', ['-c', script], { cwd: bag, env, encoding: 'utf8' });
    output += run.stdout + run.stderr;
    if (run.status !== 0) failed.push(index + 1);
  });
  return { failed, output };
}

function tampered(bag: string, change: (copy: string) => void): { failed: number[]; output: string } {
  const copy = mkdtempSync(join(tmpdir(), 'tickmark-tampered-'));
  cpSync(bag, copy, { recursive: true });
  change(copy);
  return follow(copy);
}

function flip(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.byteLength >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(file, bytes);
}

/** Edits a name in a manifest. */
function rename(manifest: string): void {
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('findings.json', 'findingz.json'));
}

beforeAll(async () => {
  const { preparedFile, reviewedFile } = await makePackages();
  preparedZip = preparedFile;
  prepared = unzip(preparedFile);
  reviewed = unzip(reviewedFile);
  const text = readFileSync(join(prepared, 'VERIFY.md'), 'utf8');
  blocks = [...text.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, script]) => script ?? '');
});

describe('a package in the hands of a stranger', () => {
  it('is a sound ZIP for unzip, with every name once', () => {
    expect(spawnSync('unzip', ['-tq', preparedZip], { encoding: 'utf8' }).status).toBe(0);
    const names = execFileSync('unzip', ['-Z1', preparedZip], { encoding: 'utf8' }).trim().split('\n');
    expect(new Set(names).size).toBe(names.length);
  });

  it('holds when VERIFY.md is followed line by line, with one signature and with two', () => {
    expect(blocks.length).toBe(5);
    const one = follow(prepared);
    expect(one.failed).toEqual([]);
    expect(one.output).toContain('fixity: OK');
    expect(one.output).toContain('payload: OK');
    expect(one.output).toContain('Verified OK\npreparer: signature OK');
    expect(one.output).toContain('other files: OK');
    expect(one.output).toContain('report: OK');
    const two = follow(reviewed);
    expect(two.failed).toEqual([]);
    expect(two.output).toContain('Signature Verified Successfully\nreviewer: signature OK');
  });

  it.each([
    [
      'a byte of a finding',
      [1],
      'data/findings.json: FAILED',
      (dir: string) => flip(join(dir, 'data/findings.json')),
    ],
    [
      'a name in the payload manifest',
      [1, 2],
      '< data/findingz.json',
      (dir: string) => rename(join(dir, 'manifest-sha256.txt')),
    ],
    ['a byte of VERIFY.md', [1], 'VERIFY.md: FAILED', (dir: string) => flip(join(dir, 'VERIFY.md'))],
    [
      'a source removed',
      [1, 2],
      '< data/sources/empty.log',
      (dir: string) => rmSync(join(dir, 'data/sources/empty.log')),
    ],
    [
      'a file added to the payload',
      [2],
      '> data/extra.txt',
      (dir: string) => writeFileSync(join(dir, 'data/extra.txt'), 'x'),
    ],
    [
      'a file added beside it',
      [3],
      'nothing vouches for:\nextra.txt',
      (dir: string) => writeFileSync(join(dir, 'extra.txt'), 'x'),
    ],
    [
      'a byte of a record file',
      [3],
      'record/journal.ndjson: FAILED',
      (dir: string) => flip(join(dir, 'record/journal.ndjson')),
    ],
    ['a byte of a statement', [3], '', (dir: string) => flip(join(dir, 'signatures/preparer.dsse.json'))],
    [
      'the signature removed',
      [3, 5],
      'signatures/preparer.dsse.json',
      (dir: string) => rmSync(join(dir, 'signatures/preparer.dsse.json')),
    ],
  ])('fails after %s, in block %j', (_, expected, words, change) => {
    const { failed, output } = tampered(reviewed, change);
    expect(failed).toEqual(expected);
    expect(output).toContain(words);
  });

  it('fails when the signed report is changed, cut or continued', () => {
    const signed = 'signatures/report.pdf';
    const changes: ((file: string) => void)[] = [
      flip,
      (file) => appendFileSync(file, '\n% more\n'),
      (file) => truncateSync(file, statSync(file).size - 1),
    ];
    for (const change of changes)
      expect(tampered(prepared, (dir) => change(join(dir, signed))).failed).toEqual([5]);
  });

  it('holds PDF signatures that openssl and pdfsig accept, over the whole file', () => {
    const pdf = readFileSync(join(prepared, 'signatures/report.pdf'));
    const printed = execFileSync('pdfsig', ['-nocert', join(prepared, 'signatures/report.pdf')], {
      encoding: 'utf8',
    });
    expect(printed).toContain('Signature Type: ETSI.CAdES.detached');
    expect(printed).toContain('Signature is Valid.');
    expect(printed).toContain('Total document signed');
    const [, open = '', close = ''] = /ByteRange \[0 +(\d+) +(\d+) +\d+\]/.exec(pdf.toString('latin1')) ?? [];
    const dir = mkdtempSync(join(tmpdir(), 'tickmark-cms-'));
    const hex = pdf.subarray(Number(open) + 1, Number(close) - 1).toString('latin1');
    writeFileSync(join(dir, 'cms'), Buffer.from(hex, 'hex'));
    writeFileSync(
      join(dir, 'content'),
      Buffer.concat([pdf.subarray(0, Number(open)), pdf.subarray(Number(close))]),
    );
    const ca = join(prepared, 'certs/preparer-ca.pem');
    const at = '1735000000';
    const cms = [
      'cms',
      '-verify',
      '-cades',
      '-binary',
      '-inform',
      'DER',
      '-in',
      'cms',
      '-content',
      'content',
    ];
    const run = spawnSync('openssl', [...cms, '-CAfile', ca, '-attime', at, '-out', 'out'], {
      cwd: dir,
      encoding: 'utf8',
    });
    expect(run.stderr).toContain('CAdES Verification successful');
    expect(run.status).toBe(0);
  });

  it('fails when a certificate is swapped', () => {
    const { failed } = tampered(prepared, (dir) => {
      writeFileSync(join(dir, 'certs/preparer.pem'), readFileSync(join(reviewed, 'certs/reviewer.pem')));
    });
    expect(failed).toEqual([3, 4]);
  });

  it('fails when findings are edited and both manifests recomputed with sha256sum', () => {
    const { failed, output } = tampered(prepared, (dir) => {
      writeFileSync(join(dir, 'data/findings.json'), '{"findings":[]}\n');
      const script =
        'LC_ALL=C find data -type f -print0 | xargs -0 sha256sum > manifest-sha256.txt &&' +
        ' sha256sum bagit.txt bag-info.txt manifest-sha256.txt VERIFY.md > tagmanifest-sha256.txt';
      execFileSync('bash', ['-c', script], { cwd: dir });
    });
    expect(failed).toEqual([3]);
    expect(output).toContain('tagmanifest-sha256.txt: FAILED');
  });
});
