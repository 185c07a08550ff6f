import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { openSource } from './byte-source.ts';
import { centralHeader, endRecords, localHeader, type ZipRecord } from './zip-layout.ts';
import { parseZip, readEntry } from './zip-read.ts';

const GIB = 2 ** 30;

/** A ZIP whose content is holes but for the last file, which begins beyond 4 GiB: 5 GiB of which few blocks exist. */
async function sparse(file: string): Promise<void> {
  const handle = await open(file, 'w');
  const records: ZipRecord[] = [];
  let offset = 0;
  const text = Buffer.from('behind four gigabytes\n');
  for (const [name, size] of [
    ['EV-0/large', 4 * GIB + 1],
    ['EV-0/next', GIB - 7],
    ['EV-0/after', text.byteLength],
  ] as const) {
    // The content of the holes is not read here, so neither is their checksum.
    const record = { name, size, offset, crc: name === 'EV-0/after' ? crc32(text) : 0 };
    const header = localHeader(record);
    await handle.write(header, 0, header.byteLength, offset);
    records.push(record);
    offset += header.byteLength + size;
  }
  await handle.write(text, 0, text.byteLength, offset - text.byteLength);
  const directory = Buffer.concat(records.map((record) => centralHeader(record)));
  const end = Buffer.concat([directory, endRecords(records.length, offset, directory.byteLength)]);
  await handle.write(end, 0, end.byteLength, offset);
  await handle.close();
}

it('has true 64-bit sizes and offsets beyond 4 GiB, which stock tools read too', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tickmark-zip64-'));
  const file = join(dir, 'large.zip');
  try {
    await sparse(file);
    const source = await openSource(file);
    const zip = await parseZip(source);
    expect([zip?.problems, zip?.ours, zip?.foreign]).toEqual([[], true, []]);
    expect(zip?.entries.map(({ name, size }) => [name, size])).toEqual([
      ['EV-0/large', 4294967297],
      ['EV-0/next', 1073741817],
      ['EV-0/after', 22],
    ]);
    const parts: Uint8Array[] = [];
    for await (const chunk of readEntry(source, zip!.entries[2]!)) parts.push(chunk);
    expect(Buffer.concat(parts).toString()).toBe('behind four gigabytes\n');
    await source.close();
    expect(execFileSync('unzip', ['-p', file, 'EV-0/after'], { encoding: 'utf8' })).toBe(
      'behind four gigabytes\n',
    );
    const python = `import zipfile; z = zipfile.ZipFile(${JSON.stringify(file)}); print([i.file_size for i in z.infolist()], z.read("EV-0/after"))`;
    expect(execFileSync('python3', ['-c', python], { encoding: 'utf8' })).toBe(
      "[4294967297, 1073741817, 22] b'behind four gigabytes\\n'\n",
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
