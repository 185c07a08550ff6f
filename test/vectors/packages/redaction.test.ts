import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  buildPackage,
  type PayloadEntry,
  redactionRecord,
  redactPackage,
  signPackage,
} from '#engine/evidence/index.ts';
import { bytesSource } from '#engine/evidence/format/byte-source.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { makeParty, type Party, REVIEWED_AT, sampleInput, samplePayload, scratch } from './make-package.ts';
import { sha256 } from './tamperings.ts';
import { PackageEdit } from './zip-edit.ts';

const SEED = Buffer.alloc(32, 0x5a);
/** Quotes, line breaks in cells, CR LF, bytes that are not UTF-8, no last line end. */
const PEOPLE = Buffer.concat([
  Buffer.from('id,name,note,role\r\n1,"Silva, Ana","says ""hello""\r\nand more",admin\r\n2,M', 'latin1'),
  Buffer.from([0xfc]),
  Buffer.from('ller,,user\r\n3,Rui,plain,admin\r\n4,Eva,shifted,by one,user\r\n5,Zoe,,guest', 'latin1'),
]);
const EVENTS = Buffer.from('{"actor":"ana","n":1}\n{"actor":"rui","n":2}\nno json\n{"actor":"eva","n":3}\n');
const BINARY = Buffer.from([0x50, 0x4b, 0, 1, 2, 3]);

const source = (name: string, bytes: Uint8Array): PayloadEntry & { bytes: Uint8Array } => ({
  path: `data/sources/${sha256(bytes)}/${name}`,
  bytes,
});
const people = source('people.csv', PEOPLE);
const events = source('events.ndjson', EVENTS);
const binary = source('roster.xlsx', BINARY);
const redactedPeople = `redacted/${people.path}.ndjson`;

let dir: string;
let reviewer: Party;
let whole: string;
let redacted: Buffer;
let redactedFile: string;

beforeAll(async () => {
  dir = await scratch();
  const preparer = await makeParty('Ana-Preparer');
  reviewer = await makeParty('Rui-Reviewer', 'ed25519');
  const sources = [people, events, binary];
  const shapes: Record<string, 'delimited' | 'lines'> = { [people.path]: 'delimited', [events.path]: 'lines' };
  const record = await redactionRecord({ sources, shapeOf: (path) => shapes[path] ?? null, seed: SEED });
  expect(record.byCells).toEqual([people.path, events.path]);
  expect(record.asWhole).toEqual([binary.path]);
  const prepared = join(dir, 'prepared.zip');
  const input = await sampleInput(preparer.signer, prepared);
  const findings = (await samplePayload()).filter(({ path }) => !path.startsWith('data/sources/'));
  const runs = { path: 'data/runs.json', bytes: Buffer.from(`${JSON.stringify({ format: 'tickmark-runs/1', runs: [] }, null, 2)}\n`) };
  await buildPackage({
    ...input,
    payload: [...findings, runs, ...sources],
    record: [...input.record, ...record.entries],
  });
  whole = join(dir, 'whole.zip');
  await signPackage({ file: prepared, signer: reviewer.signer, role: 'reviewer', signedAt: REVIEWED_AT, out: whole });
  redactedFile = join(dir, 'redacted.zip');
  await redactPackage({
    file: whole,
    out: redactedFile,
    sources: [
      { source: 'people.csv', columns: ['name', 'note'], rows: [{ column: 'role', value: 'guest' }] },
      { source: 'events.ndjson', columns: [], rows: [{ from: 2, to: 2 }, { column: 'actor', value: 'EVA' }] },
    ],
    keep: [],
  });
  redacted = readFileSync(redactedFile);
});

const failures = async (bytes: Uint8Array) =>
  (await verifyPackage(bytesSource(bytes))).checks
    .filter(({ ok }) => ok === false)
    .map(({ layer, name, detail }) => ({ check: `${layer}: ${name}`, detail }));

describe('a package that can be redacted', () => {
  it('holds, and its roots are those of the sources', async () => {
    const report = await verifyPackage(whole);
    expect(report.verdict).toBe('valid');
    expect(report.checks.find(({ name }) => name === 'redaction roots')).toEqual({
      layer: 'fixity',
      name: 'redaction roots',
      ok: true,
      detail: '2 sources have the roots that were signed for redaction',
    });
  });
});

describe('a redacted package', () => {
  it('holds, names what is withheld, and no byte of it is inside', async () => {
    const report = await verifyPackage(redactedFile);
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([]);
    const words = (name: string) => report.checks.find((check) => check.name === name);
    expect(words('redaction')).toMatchObject({
      ok: null,
      detail: expect.stringMatching(/^a redacted package: 3 of 6 payload files are withheld, 2 more in part/),
    });
    // Seven rows; the guest's and the one of another width are withheld, two cells in each of the other three.
    expect(words('redacted sources')).toMatchObject({
      ok: true,
      detail: '2 sources in part: 10 rows as signed, 5 of them withheld, and 6 cells of the others',
    });
    expect(words('preparer signature')?.ok).toBe(true);
    expect(words('reviewer signature')?.ok).toBe(true);
    for (const secret of ['Silva', 'hello', 'TfxsbGVy', 'Rui,', 'Zoe', '"eva', '"rui', 'F-1', SEED.toString('hex')])
      expect(redacted.includes(secret)).toBe(false);
    const lines = (await PackageEdit.of(redacted)).text(redactedPeople).trimEnd().split('\n');
    const shown = lines.map((line) =>
      (JSON.parse(line) as { cells?: ({ text: string } | string)[] }).cells?.map((cell) =>
        typeof cell === 'string' ? null : cell.text,
      ),
    );
    expect(shown).toEqual([
      ['id,', 'name,', 'note,', 'role\r\n'],
      ['1,', null, null, 'admin\r\n'],
      ['2,', null, null, 'user\r\n'],
      ['3,', null, null, 'admin\r\n'],
      undefined,
      undefined,
    ]);
  });

  it('gives bytes back as they were when nothing of a row is withheld', async () => {
    const out = join(dir, 'one-row.zip');
    await redactPackage({
      file: whole,
      out,
      sources: [{ source: sha256(PEOPLE).slice(0, 16), columns: [], rows: [{ from: 4, to: 4 }] }],
      keep: ['data/findings.json', 'data/report.pdf'],
    });
    const report = await verifyPackage(out);
    expect(report.checks.filter(({ ok }) => ok === false)).toEqual([]);
    expect(report.checks.find(({ name }) => name === 'PDF signatures')?.ok).toBe(true);
    const rows = (await PackageEdit.of(readFileSync(out))).text(redactedPeople).trimEnd().split('\n');
    const bytes = rows.map((line) => {
      const { cells } = JSON.parse(line) as { cells?: { text?: string; base64?: string }[] };
      return Buffer.concat(
        (cells ?? []).map(({ text, base64 }) => (text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text))),
      );
    });
    const gone = Buffer.from('3,Rui,plain,admin\r\n');
    const at = PEOPLE.indexOf(gone);
    expect(Buffer.concat(bytes)).toEqual(
      Buffer.concat([PEOPLE.subarray(0, at), PEOPLE.subarray(at + gone.byteLength)]),
    );
  });

  it('can be checked with stock tools by the note inside', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tickmark-redacted-'));
    execFileSync('unzip', ['-q', redactedFile, '-d', folder]);
    const bag = join(folder, readdirSync(folder)[0]!);
    const follow = () => {
      const blocks = [...readFileSync(join(bag, 'redacted/README.md'), 'utf8').matchAll(/```bash\n([\s\S]*?)\n```/g)];
      const env = { PATH: process.env['PATH'] ?? '', HOME: tmpdir() };
      return blocks.map(([, script]) => spawnSync('bash', ['-c', script!], { cwd: bag, env, encoding: 'utf8' }));
    };
    const runs = follow();
    expect(runs.map(({ stderr }) => stderr).join('')).toBe('');
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(runs[3]?.stdout).toBe(`${people.path}: OK\n${events.path}: OK\n`);
    writeFileSync(join(bag, redactedPeople), readFileSync(join(bag, redactedPeople), 'utf8').replace('admin', 'owner'));
    expect(follow().map(({ status }) => status)).toEqual([0, 0, 0, 1]);
  });

  it('cannot be signed, nor redacted again', async () => {
    const out = join(dir, 'never.zip');
    const signing = signPackage({ file: redactedFile, signer: reviewer.signer, role: 'reviewer', signedAt: REVIEWED_AT, out });
    await expect(signing).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    const again = redactPackage({ file: redactedFile, out, sources: [], keep: [] });
    await expect(again).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ['a source that is not there', { source: 'none.csv', columns: ['name'], rows: [] }, /no source none\.csv/],
    ['a column that is not there', { source: 'people.csv', columns: ['salary'], rows: [] }, /no header with salary/],
    ['rows beyond the end', { source: 'people.csv', columns: [], rows: [{ from: 6, to: 9 }] }, /has 6 rows, not 9/],
    ['a value that no row has', { source: 'people.csv', columns: [], rows: [{ column: 'role', value: 'x' }] }, /no row of/],
    ['columns of lines', { source: 'events.ndjson', columns: ['actor'], rows: [] }, /lines and no columns/],
    ['cells of a workbook', { source: 'roster.xlsx', columns: ['a'], rows: [] }, /only be withheld as a whole/],
  ])('is not written for %s', async (_name, choice, words) => {
    const out = join(dir, 'refused.zip');
    const refused = redactPackage({ file: whole, out, sources: [choice], keep: [] });
    await expect(refused).rejects.toMatchObject({ code: 'BAD_ARGUMENT', message: expect.stringMatching(words) });
    expect(readdirSync(dir).filter((name) => name.includes('refused'))).toEqual([]);
  });
});

interface Line {
  row: string;
  cells?: ({ salt: string; text: string } | string)[];
}

/** Changes the lines of the redacted table. */
function lines(edit: PackageEdit, change: (rows: Line[]) => void): PackageEdit {
  const rows = edit.text(redactedPeople).trimEnd().split('\n').map((line) => JSON.parse(line) as Line);
  change(rows);
  return edit.set(redactedPeople, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
const shown = (rows: Line[], row: number, column: number) => rows[row]!.cells![column] as { salt: string; text: string };
const list = (edit: PackageEdit, change: (list: { withheld: string[]; sources: string[] }) => void) => {
  const document = JSON.parse(edit.text('redacted/redaction.json'));
  change(document);
  return edit.set('redacted/redaction.json', `${JSON.stringify(document, null, 2)}\n`);
};

const ROWS = 'fixity: redacted sources';
const LIST = 'completeness: redaction';

const TAMPERINGS: [string, (edit: PackageEdit) => PackageEdit, string, RegExp][] = [
  ['a cell is changed', (e) => lines(e, (r) => void (shown(r, 1, 3).text = 'guest\r\n')), ROWS, /a cell of row 2 is not/],
  ['a salt is changed', (e) => lines(e, (r) => void (shown(r, 1, 3).salt = '0'.repeat(64))), ROWS, /a cell of row 2 is not/],
  ['two cells change places', (e) => lines(e, (r) => void r[1]!.cells!.push(r[1]!.cells!.shift()!)), ROWS, /a cell of row 2 is not/],
  ['cells of two rows change places', (e) => lines(e, (r) => void ([r[1]!.cells![3], r[2]!.cells![3]] = [r[2]!.cells![3]!, r[1]!.cells![3]!])), ROWS, /a cell of row 2 is not.*a cell of row 3 is not/],
  ['a withheld cell is given content', (e) => lines(e, (r) => void (r[1]!.cells![1] = { salt: '1'.repeat(64), text: 'Eva,' })), ROWS, /a cell of row 2 is not/],
  ['a withheld cell has another hash', (e) => lines(e, (r) => void (r[1]!.cells![1] = '1'.repeat(64))), ROWS, /a cell of row 2 is not/],
  ['a cell is added', (e) => lines(e, (r) => void r[1]!.cells!.push('1'.repeat(64))), ROWS, /a cell of row 2 is not/],
  ['two rows change places', (e) => lines(e, (r) => void ([r[1], r[2]] = [r[2]!, r[1]!])), ROWS, /not those that were signed, or not in that order/],
  ['a withheld row has another hash', (e) => lines(e, (r) => void (r[5]!.row = '1'.repeat(64))), ROWS, /not those that were signed/],
  ['a row is removed', (e) => lines(e, (r) => void r.splice(1, 1)), ROWS, /5 rows are here, 6 were signed/],
  ['a row is added', (e) => lines(e, (r) => void r.push(r[5]!)), ROWS, /7 rows are here, 6 were signed/],
  ['a line is written in another way', (e) => e.set(redactedPeople, e.text(redactedPeople).replace('{"row"', '{ "row"')), ROWS, /line 1 is not in the written form/],
  ['the last line end is missing', (e) => e.set(redactedPeople, e.text(redactedPeople).trimEnd()), ROWS, /line 6 is not in the written form/],
  ['the redacted form is missing', (e) => e.remove(redactedPeople), ROWS, /is missing$/],
  ['a kept file is changed', (e) => e.flip('data/runs.json'), 'fixity: payload', /runs\.json was changed/],
  ['a kept file disappears', (e) => e.remove('data/runs.json'), 'completeness: payload', /runs\.json is missing/],
  ['a record file disappears', (e) => e.remove('record/times.json'), 'completeness: other files', /times\.json is missing/],
  ['roots are changed', (e) => e.flip('record/redaction-roots.json'), 'fixity: record files', /redaction-roots\.json was changed/],
  ['a file that never was is named', (e) => list(e, (l) => void l.withheld.push('data/none.json')), LIST, /was never part of the package/],
  ['a kept file is named as withheld', (e) => list(e, (l) => void l.withheld.push('data/runs.json')), LIST, /runs\.json is named as withheld and is here/],
  ['the list has another form', (e) => e.set('redacted/redaction.json', e.text('redacted/redaction.json').trimEnd()), LIST, /not in the written form/],
  ['the note is changed', (e) => e.flip('redacted/README.md'), LIST, /README\.md was changed/],
  ['a file is added beside', (e) => e.set('redacted/more.txt', 'x'), 'completeness: other files', /more\.txt was added/],
  ['a signature is changed', (e) => e.flip('signatures/reviewer.sigstore.json'), 'signature: reviewer signature', /sigstore/],
  ['the folder is called like the whole package', (e) => e.rename(e.files()[0]!.name.split('/')[0]!.replace('-redacted', '')), 'completeness: container', /renamed/],
];

describe('a redacted package that was changed', () => {
  it.each(TAMPERINGS)('%s', async (name, change, check, words) => {
    const found = await failures(change(await PackageEdit.of(redacted)).pack());
    // Without a list in its form nothing is known to be withheld, so its files are missing, too.
    const expected = found.filter((failure) => failure.check === check);
    expect(expected).toEqual([{ check, detail: expect.stringMatching(words) }]);
    if (name !== 'the list has another form') expect(found).toEqual(expected);
  });

  it('is told when the seed comes along', async () => {
    const seed = (await PackageEdit.of(readFileSync(whole))).get('record/redaction-seed.json');
    const found = await failures((await PackageEdit.of(redacted)).set('record/redaction-seed.json', seed).pack());
    expect(found).toEqual([{ check: LIST, detail: expect.stringMatching(/withheld cells can be guessed/) }]);
  });

  it('cannot come from a package that was not made for it', async () => {
    const bare = join(dir, 'bare.zip');
    await buildPackage(await sampleInput((await makeParty('Solo')).signer, bare));
    const edit = (await PackageEdit.of(readFileSync(bare))).remove('data/findings.json');
    const pretext = { format: 'tickmark-redaction/1', withheld: ['data/findings.json'], sources: [] };
    edit.set('redacted/redaction.json', `${JSON.stringify(pretext, null, 2)}\n`);
    edit.set('redacted/README.md', (await PackageEdit.of(redacted)).get('redacted/README.md'));
    const found = await failures(edit.pack());
    expect(found.map(({ check }) => check)).toContain('completeness: payload');
    expect(found.find(({ check }) => check === LIST)?.detail).toMatch(/did not sign redaction roots/);
    const refused = redactPackage({ file: bare, out: join(dir, 'no.zip'), sources: [], keep: [] });
    await expect(refused).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
  });
});

describe('the verifier as a single file', () => {
  it('says the same of redacted packages', async () => {
    const folder = await scratch();
    await build({
      configFile: resolve('vite.verifier.config.ts'),
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: false },
    });
    const packages = [
      redacted,
      readFileSync(whole),
      ...(await Promise.all(TAMPERINGS.map(async ([, change]) => change(await PackageEdit.of(redacted)).pack()))),
    ];
    for (const bytes of packages) {
      writeFileSync(join(folder, 'package.zip'), bytes);
      const { stdout } = spawnSync(process.execPath, ['tickmark-verify.mjs', 'package.zip', '--json'], { cwd: folder });
      expect(JSON.parse(stdout.toString('utf8'))).toEqual(await verifyPackage(bytesSource(bytes)));
    }
  });
});
