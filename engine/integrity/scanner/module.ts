import { SCANNER_WASM } from './generated.ts';
import { type CompiledWasm, compileWasm } from './web-assembly.ts';

let compiled: CompiledWasm | null = null;

/** The scanner as WebAssembly, compiled once in a process; may be handed to other threads. */
export function scannerModule(): CompiledWasm {
  compiled ??= compileWasm(Uint8Array.from(atob(SCANNER_WASM), (c) => c.charCodeAt(0)));
  return compiled;
}
