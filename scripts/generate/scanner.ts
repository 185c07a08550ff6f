import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { main } from 'assemblyscript/asc';

const ROOT = resolve(import.meta.dirname, '../..');

interface ScannerBuild {
  /** Folder with `source/` in it. */
  folder: string;
  constant: string;
  /** Pages of 64 kB of its memory, which does not grow: what layout.as needs. */
  pages: number;
}

/** An AssemblyScript program, compiled to WebAssembly in a module. */
async function generate({ folder, constant, pages }: ScannerBuild): Promise<{ path: string; text: string }> {
  const source = join(ROOT, folder, 'source');
  const options = [
    ...'index.as --runtime stub -O3 --noAssert --enable simd --outFile scanner.wasm'.split(' '),
    ...`--initialMemory ${pages} --maximumMemory ${pages}`.split(' '),
  ];
  // The compiler looks for index.as.ts: its files end in .as here, since no other tool should take them for TypeScript.
  const readSource = (name: string) => {
    try {
      return readFileSync(join(source, name.replace(/\.ts$/u, '')), 'utf8');
    } catch {
      return null;
    }
  };
  let wasm: Uint8Array | null = null;
  const { error, stderr } = await main(options, {
    readFile: readSource,
    writeFile: (_name: string, contents: string | Uint8Array) => {
      if (typeof contents !== 'string') wasm = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || wasm === null) throw new Error(`${folder} does not compile: ${stderr.toString()}`);
  return {
    path: `${folder}/generated.ts`,
    text: `/** Generated from ${folder}/source: WebAssembly in base64. Edit the files there, then run the generator. */\nexport const ${constant} =\n  '${Buffer.from(wasm).toString('base64')}';\n`,
  };
}

/** The scanner of hash-chained logs. */
export function generateScanner(): Promise<{ path: string; text: string }> {
  return generate({ folder: 'engine/integrity/scanner', constant: 'SCANNER_WASM', pages: 64 });
}

/** The scanner of files with one JSON object a line. */
export function generateLineScanner(): Promise<{ path: string; text: string }> {
  return generate({ folder: 'engine/intake/scanner', constant: 'LINE_SCANNER_WASM', pages: 41 });
}

/** Hashes of rows and cells for redaction. */
export function generateRowHasher(): Promise<{ path: string; text: string }> {
  return generate({
    folder: 'engine/evidence/format/redaction/kernel',
    constant: 'ROW_HASHER_WASM',
    pages: 327,
  });
}
