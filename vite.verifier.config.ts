import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The verifier with everything it uses in one file that needs Node alone: dist/verifier/tickmark-verify.mjs. */
export default defineConfig({
  ssr: { noExternal: true },
  build: {
    ssr: fileURLToPath(new URL('engine/evidence/verify/standalone.ts', import.meta.url)),
    outDir: 'dist/verifier',
    emptyOutDir: false,
    target: 'node20',
    rollupOptions: { output: { entryFileNames: 'tickmark-verify.mjs', codeSplitting: false } },
  },
});
