/** Compiled WebAssembly. Can be sent from thread to thread. */
export type CompiledWasm = object & { readonly wasm?: never };

/** The part of the standard's JavaScript interface that is used; the types of Node have none of it. */
interface WasmInterface {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => CompiledWasm;
  Instance: new (module: CompiledWasm) => { exports: unknown };
}

const wasm = (globalThis as unknown as { WebAssembly: WasmInterface }).WebAssembly;

export function compileWasm(bytes: Uint8Array<ArrayBuffer>): CompiledWasm {
  return new wasm.Module(bytes);
}

/** An instance of its own, with memory of its own; the module must import nothing. */
export function instantiateWasm<Exports>(module: CompiledWasm): Exports {
  return new wasm.Instance(module).exports as Exports;
}
