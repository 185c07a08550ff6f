import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type UserConfig, defineConfig } from 'vite';
import { NONCE_PLACEHOLDER } from './server/common/content-policy.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The window, built for a content policy that allows files of its own origin only. */
export const rendererConfig = (outDir: string): UserConfig => ({
  root: at('./renderer'),
  base: './',
  plugins: [react()],
  // Hosts put a nonce of their own in its place with each response.
  html: { cspNonce: NONCE_PLACEHOLDER },
  build: {
    outDir: at(outDir),
    emptyOutDir: true,
    minify: 'oxc',
    target: 'chrome120',
    // It would be an inline script; every engine that we run in preloads by itself.
    modulePreload: { polyfill: false },
    // A data: address is refused for fonts, and small files cost nothing here.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: at('./renderer/index.html') },
  },
});

export default defineConfig(rendererConfig('./dist/renderer'));
