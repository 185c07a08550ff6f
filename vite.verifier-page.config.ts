import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const read = (path: string) => readFileSync(at(path), 'utf8');
const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Puts script and style into the page and lets the page run them only, by their digests. */
function onePage(): Plugin {
  return {
    name: 'one-page',
    generateBundle(_options, bundle) {
      const [name, chunk] = Object.entries(bundle)[0]!;
      if (chunk.type !== 'chunk') throw new Error('the page has no script');
      // Nothing in the script may end the element that it stands in.
      const script = chunk.code.replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3c`);
      const style = read('verifier/page.css');
      const policy = `default-src 'none'; script-src ${digest(script)} 'wasm-unsafe-eval'; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`;
      const parts: Record<string, string> = { POLICY: policy, STYLE: style, SCRIPT: script };
      const source = read('verifier/page.html').replaceAll(
        /%(POLICY|STYLE|SCRIPT)%/g,
        (_, part: string) => parts[part]!,
      );
      this.emitFile({ type: 'asset', fileName: 'tickmark-verify.html', source });
      delete bundle[name];
    },
  };
}

/** The verifier as a page in one file, which needs a browser alone: dist/verifier/tickmark-verify.html. */
export default defineConfig({
  plugins: [onePage()],
  resolve: {
    alias: {
      'node:crypto': at('verifier/stand-ins/crypto.ts'),
      'node:zlib': at('verifier/stand-ins/zlib.ts'),
      'node:fs/promises': at('verifier/stand-ins/files.ts'),
      'node:os': at('verifier/stand-ins/threads.ts'),
      'node:worker_threads': at('verifier/stand-ins/threads.ts'),
    },
  },
  build: {
    outDir: 'dist/verifier',
    emptyOutDir: false,
    target: 'chrome123',
    minify: 'oxc',
    chunkSizeWarningLimit: 4000,
    rollupOptions: {
      input: at('verifier/page.ts'),
      output: { format: 'iife', entryFileNames: 'page.js', codeSplitting: false },
    },
  },
});
