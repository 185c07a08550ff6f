import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { main } from 'assemblyscript/asc';

const SOURCE = resolve(import.meta.dirname, '../../engine/integrity/scanner/source');

/** 64 pages of 64 kB: layout.as needs 60. The memory does not grow. */
const PAGES = '64';

const OPTIONS = [
  ...'index.as --runtime stub -O3 --noAssert --enable simd --outFile scanner.wasm'.split(' '),
  ...`--initialMemory ${PAGES} --maximumMemory ${PAGES}`.split(' '),
];

/** The compiler looks for index.as.ts: its files end in .as here, since no other tool should take them for TypeScript. */
function readSource(name: string): string | null {
  try {
    return readFileSync(join(SOURCE, name.replace(/\.ts$/u, '')), 'utf8');
  } catch {
    return null;
  }
}

/** The scanner of hash-chained logs, from AssemblyScript to WebAssembly in a module. */
export async function generateScanner(): Promise<{ path: string; text: string }> {
  let wasm: Uint8Array | null = null;
  const { error, stderr } = await main(OPTIONS, {
    readFile: readSource,
    writeFile: (_name: string, contents: string | Uint8Array) => {
      if (typeof contents !== 'string') wasm = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || wasm === null) throw new Error(`the scanner does not compile: ${stderr.toString()}`);
  return {
    path: 'engine/integrity/scanner/generated.ts',
    text: `/** Generated from engine/integrity/scanner/source: WebAssembly in base64. Edit the files there, then run the generator. */\nexport const SCANNER_WASM =\n  '${Buffer.from(wasm).toString('base64')}';\n`,
  };
}
