import { defineConfig } from 'electron-vite';
import { rendererConfig } from './vite.config.ts';

/** The desktop host: main and engine processes as ES modules, the sandboxed preload as one CommonJS file. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: { index: 'electron/main/index.ts', engine: 'electron/main/engine.ts' },
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require electron and nothing else: everything is in the one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'electron/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: rendererConfig('./out/renderer'),
});
