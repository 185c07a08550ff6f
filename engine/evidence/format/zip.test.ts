import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, asyncProperty, integer, nat, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '#test/vectors/packages/zip-edit.ts';
import { bytesSource, openSource } from './byte-source.ts';
import { parseZip, readEntry } from './zip-read.ts';
import { createZip } from './zip-write.ts';

const scratch = () => mkdtempSync(join(tmpdir(), 'tickmark-zip-'));
const file = (name: string, text = 'content') => ({ name, bytes: Buffer.from(text) });

async function problems(zip: Uint8Array): Promise<string[]> {
  return (await parseZip(bytesSource(zip)))?.problems ?? ['no ZIP'];
}

/** Runs Python's zipfile, which writes what no careful program would. */
function python(script: string): Buffer {
  const dir = scratch();
  const out = join(dir, 'out.zip');
  execFileSync('python3', ['-W', 'ignore', '-c', `import zipfile, sys\nout = sys.argv[1]\n${script}`, out], {
    stdio: 'pipe',
  });
  return readFileSync(out);
}

describe('writing a ZIP', () => {
  it('gives what unzip and Python read, under a folder named at the end', async () => {
    const out = join(scratch(), 'a.zip');
    const zip = await createZip(out, 3);
    await zip.add('ä/one.txt', 3, [Buffer.from('one')]);
    await zip.add('empty', 0, []);
    await zip.add('two.txt', 6, [Buffer.from('two'), Buffer.from('two')]);
    await zip.finish('BAG');
    expect(spawnSync('unzip', ['-tq', out], { encoding: 'utf8' }).stdout).toContain('No errors detected');
    const listing = execFileSync('python3', ['-m', 'zipfile', '-l', out], { encoding: 'utf8' });
    expect(listing.match(/BAG\/\S+ +1980-01-01 00:00:00 +\d+/g)?.length).toBe(3);
    expect((await unpack(readFileSync(out))).map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ['BAG/ä/one.txt', 'one'],
      ['BAG/empty', ''],
      ['BAG/two.txt', 'twotwo'],
    ]);
    const source = await openSource(out);
    expect(await parseZip(source)).toMatchObject({ problems: [], ours: true });
    await source.close();
  });

  it('leaves nothing behind when it is abandoned or a stream has another size', async () => {
    const dir = scratch();
    for (const chunks of [[Buffer.from('ab')], [Buffer.from('abcd')]]) {
      const zip = await createZip(join(dir, 'a.zip'), 3);
      await expect(zip.add('x', 3, chunks)).rejects.toMatchObject({ code: 'UNREADABLE' });
      await zip.abandon();
      expect(readdirSync(dir)).toEqual([]);
    }
    await expect(createZip(join(dir, 'no', 'folder', 'a.zip'), 3)).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
    });
  });

  it('moves to ZIP64 where a number needs it, and stock tools still read it', async () => {
    const out = join(scratch(), 'big.zip');
    const zip = await createZip(out, 3, 100);
    await zip.add('small', 5, [Buffer.from('small')]);
    await zip.add('big', 150, [Buffer.alloc(150, 'b')]);
    await zip.add('far', 4, [Buffer.from('far.')]);
    await zip.finish('BAG');
    expect(spawnSync('unzip', ['-tq', out], { encoding: 'utf8' }).stdout).toContain('No errors detected');
    expect(execFileSync('python3', ['-m', 'zipfile', '-t', out], { encoding: 'utf8' })).toContain(
      'Done testing',
    );
    const files = await unpack(readFileSync(out));
    expect(files.map(({ name, bytes }) => [name, bytes.byteLength])).toEqual([
      ['BAG/small', 5],
      ['BAG/big', 150],
      ['BAG/far', 4],
    ]);
  });

  it('holds more than 65,535 files', async () => {
    const out = join(scratch(), 'many.zip');
    const zip = await createZip(out, 3);
    for (let i = 0; i < 65_540; i++) await zip.add(`f${i}`, 0, []);
    await zip.finish('BAG');
    const count = 'import zipfile,sys; print(len(zipfile.ZipFile(sys.argv[1]).namelist()))';
    expect(execFileSync('python3', ['-c', count, out], { encoding: 'utf8' })).toBe('65540\n');
    const source = await openSource(out);
    const parsed = await parseZip(source);
    expect([parsed?.entries.length, parsed?.problems, parsed?.ours]).toEqual([65_540, [], true]);
    await source.close();
  });
});

describe('reading a ZIP from another program', () => {
  it('accepts Info-ZIP with deflate and folders, and Python writing to a pipe', async () => {
    const dir = scratch();
    execFileSync(
      'bash',
      ['-c', 'mkdir -p b/d && printf "%5000d" 1 > b/d/x && printf y > b/y && zip -q a.zip b b/d b/d/x b/y'],
      { cwd: dir },
    );
    const zip = readFileSync(join(dir, 'a.zip'));
    expect(await problems(zip)).toEqual([]);
    expect((await parseZip(bytesSource(zip)))?.ours).toBe(false);
    expect((await unpack(zip)).map(({ name, bytes }) => [name, bytes.byteLength])).toEqual([
      ['b/d/x', 5000],
      ['b/y', 1],
    ]);
    const piped = python(
      'class Pipe:\n def __init__(s,f): s.f=f\n def write(s,b): return s.f.write(b)\n def flush(s): s.f.flush()\n' +
        'with open(out,"wb") as f:\n with zipfile.ZipFile(Pipe(f),"w",zipfile.ZIP_DEFLATED) as z: z.writestr("a/x","hello")',
    );
    expect(await problems(piped)).toEqual([]);
    expect((await unpack(piped))[0]?.bytes.toString()).toBe('hello');
  });

  it.each([
    ['../evil', 'the path climbs out of the package'],
    ['a/../../evil', 'the path climbs out of the package'],
    ['/etc/passwd', 'the path is absolute'],
    ['C:/windows', 'the path names a drive'],
    ['a\\b', 'the name holds a backslash'],
    ['a//b', 'the path holds an empty or "." segment'],
    ['./a', 'the path holds an empty or "." segment'],
    ['a\nb', 'the name holds a control character or %'],
    ['a%0Ab', 'the name holds a control character or %'],
    ['u\u0308ber', 'the name is not in Unicode NFC'],
  ])('refuses the name %j', async (name, reason) => {
    expect(await problems(pack([file('BAG/fine'), file(name)]))).toEqual([`${name}: ${reason}`]);
  });

  it('refuses names that collide', async () => {
    expect(await problems(pack([file('b/x'), file('b/x', 'other')]))).toEqual([
      'b/x: present more than once',
    ]);
    expect(await problems(pack([file('b/x'), file('B/X')]))).toEqual([
      'B/X and b/x: names differ in case only',
    ]);
    expect(await problems(pack([file('b/x'), file('b/x/y')]))).toEqual([
      'b/x: is a file and a folder at once',
    ]);
  });

  it('refuses links, encryption, unknown methods and names that are not UTF-8', async () => {
    const link = python(
      'i=zipfile.ZipInfo("b/link"); i.create_system=3; i.external_attr=0o120777<<16\n' +
        'with zipfile.ZipFile(out,"w") as z: z.writestr(i,"/etc/passwd")',
    );
    expect(await problems(link)).toEqual(['b/link: is a link or a special file']);
    const method = python(
      'with zipfile.ZipFile(out,"w",zipfile.ZIP_BZIP2) as z: z.writestr("b/x","hello"*50)',
    );
    expect(await problems(method)).toEqual(['b/x: uses compression method 12']);
    const encrypted = pack([file('b/x')]);
    encrypted.writeUInt16LE(1, encrypted.indexOf('PK\x01\x02') + 8);
    expect(await problems(encrypted)).toContain('b/x: is encrypted');
    const latin = pack([file('b/aa')]);
    for (let at = latin.indexOf('aa'); at !== -1; at = latin.indexOf('aa')) latin.fill(0xe4, at, at + 2);
    expect((await problems(latin)).some((problem) => problem.includes('the name is not UTF-8'))).toBe(true);
  });

  it('refuses bytes that belong to no file: before, between, behind', async () => {
    const zip = pack([file('b/x'), file('b/y')]);
    expect((await problems(Buffer.concat([Buffer.from('#!/bin/sh\n'), zip])))[0]).toMatch(
      /bytes before the ZIP/,
    );
    expect((await problems(Buffer.concat([zip, Buffer.from('more')])))[0]).toBe(
      '4 bytes follow the end of the ZIP',
    );
    const comment = Buffer.concat([zip, Buffer.from('note')]);
    comment.writeUInt16LE(4, zip.byteLength - 2);
    expect((await problems(comment))[0]).toBe('the ZIP carries a comment of 4 bytes that no digest covers');
    const hidden = pack([file('b/x'), file('b/hidden'), file('b/y')]);
    const directory = hidden.indexOf('PK\x01\x02');
    const [one, two, three] = [directory, directory + 46 + 3, directory + 46 + 3 + 46 + 8];
    const end = Buffer.from(hidden.subarray(three + 46 + 3));
    const central = Buffer.concat([hidden.subarray(one, two), hidden.subarray(three, three + 46 + 3)]);
    end.writeUInt16LE(2, 8);
    end.writeUInt16LE(2, 10);
    end.writeUInt32LE(central.byteLength, 12);
    const between = Buffer.concat([hidden.subarray(0, directory), central, end]);
    expect(await problems(between)).toEqual(['45 bytes before b/y belong to no file']);
  });

  it('refuses a second directory, the trick that shows two programs two contents', async () => {
    const [one, two] = [pack([file('b/x', 'one')]), pack([file('b/x', 'two')])];
    expect((await problems(Buffer.concat([one, two])))[0]).toMatch(
      /two directories, or bytes before the ZIP/,
    );
  });

  it('refuses ZIP64 records that lead elsewhere than the end record does', async () => {
    const zip = pack([file('b/x'), file('b/y')]);
    const directory = zip.indexOf('PK\x01\x02');
    const end = zip.byteLength - 22;
    /** The same ZIP with the two ZIP64 records before its end record, which keeps its own numbers. */
    const with64 = (entries: number, size: number, start: number, at = end) => {
      const records = Buffer.alloc(76);
      records.write('PK\x06\x06');
      records.writeBigUInt64LE(44n, 4);
      records.writeBigUInt64LE(BigInt(entries), 24);
      records.writeBigUInt64LE(BigInt(entries), 32);
      records.writeBigUInt64LE(BigInt(size), 40);
      records.writeBigUInt64LE(BigInt(start), 48);
      records.write('PK\x06\x07', 56);
      records.writeBigUInt64LE(BigInt(at), 64);
      records.writeUInt32LE(1, 72);
      return Buffer.concat([zip.subarray(0, end), records, zip.subarray(end)]);
    };
    const size = end - directory;
    expect(await problems(with64(2, size, directory))).toEqual([
      'the end record of the ZIP is not as written',
    ]);
    const two = 'the end record and the ZIP64 end record contradict each other: two directories';
    expect((await problems(with64(1, size / 2, directory + size / 2)))[0]).toBe(two);
    expect((await problems(with64(1, size, directory)))[0]).toBe(two);
    expect((await problems(with64(2, size, directory, end - 4)))[0]).toBe(
      'the ZIP64 end record is not where it should be',
    );
  });

  it('refuses a local header whose ZIP64 sizes are others, or missing', async () => {
    const zip = python(
      'with zipfile.ZipFile(out,"w") as z:\n with z.open("b/x","w",force_zip64=True) as f: f.write(b"hello")',
    );
    expect(await problems(zip)).toEqual([]);
    const differ = ['b/x: local header and directory give different sizes or checksums'];
    const other = Buffer.from(zip);
    // 30 bytes of header, three of the name, four of the field, then the size.
    other.writeBigUInt64LE(6n, 37);
    expect(await problems(other)).toEqual(differ);
    const none = Buffer.from(zip);
    none.writeUInt16LE(0x7777, 33);
    expect(await problems(none)).toEqual(differ);
  });

  it('refuses a size that only a missing ZIP64 field could tell', async () => {
    const zip = pack([file('b/x')]);
    zip.writeUInt32LE(0xffffffff, zip.indexOf('PK\x01\x02') + 24);
    expect(await problems(zip)).toContain('the directory is damaged after 0 entries');
  });

  it('refuses a local header that contradicts the directory', async () => {
    const zip = pack([file('b/x'), file('b/y')]);
    zip.write('b/z', 30);
    expect(await problems(zip)).toEqual(['b/x: local header and directory give different names']);
    expect((await parseZip(bytesSource(zip)))?.foreign).toEqual(['b/x']);
  });

  it('refuses entries that share bytes, and a bomb, without unpacking it', async () => {
    const zip = pack([file('b/x'), file('b/y')]);
    const second = zip.lastIndexOf('PK\x01\x02');
    zip.writeUInt32LE(0, second + 42);
    expect((await problems(zip)).some((problem) => problem.includes('overlaps another entry'))).toBe(true);
    const bomb = python(
      'with zipfile.ZipFile(out,"w",zipfile.ZIP_DEFLATED) as z: z.writestr("b/x",b"\\0"*(80<<20))',
    );
    await expect(unpack(bomb)).rejects.toThrow(/would grow from \d+ to 83886080 bytes/);
    const liar = python(
      'with zipfile.ZipFile(out,"w",zipfile.ZIP_DEFLATED) as z: z.writestr("b/x",b"\\0"*5000)',
    );
    for (const at of [22, liar.indexOf('PK\x01\x02') + 24]) liar.writeUInt32LE(100, at);
    await expect(unpack(liar)).rejects.toThrow('is longer than stated');
  });

  it('never throws on random damage', async () => {
    const zip = pack([file('b/x'), file('b/y', 'y'.repeat(300)), file('b/ü')]);
    const damage = array(tuple(nat(zip.byteLength - 1), integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    await assert(
      asyncProperty(damage, nat(zip.byteLength), async (changes, length) => {
        const damaged = Buffer.from(zip.subarray(0, length));
        for (const [at, value] of changes) if (at < length) damaged.writeUInt8(value, at);
        const parsed = await parseZip(bytesSource(damaged));
        for (const entry of parsed?.entries ?? []) {
          try {
            for await (const chunk of readEntry(bytesSource(damaged), entry))
              expect(chunk.byteLength).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
        }
      }),
      { seed: 20241124, numRuns: 500 },
    );
  });
});
