import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  // The electron package fetches a binary when it is loaded: tests must never load it.
  resolve: {
    alias: { electron: fileURLToPath(new URL('./electron/testing/fake-electron.ts', import.meta.url)) },
  },
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['node_modules/**', 'dist/**', 'out/**', 'demo/**', 'test/e2e/**'],
    // Limits against hanging, not measures of speed: two busy cores may take several times as long.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // Each test makes its own folders and databases; loading the engine anew for each file would take a third of the run.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
