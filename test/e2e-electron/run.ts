import { join, resolve } from 'node:path';
import { electronRuntime } from '../../scripts/electron-runtime.ts';
import { desktopJourney } from './journey.ts';

const root = resolve(import.meta.dirname, '../..');
const runtime = electronRuntime(join(root, 'node_modules', 'electron'), process.env);

if (runtime === undefined) {
  console.log(
    'Desktop journey: NOT RUN. The Electron runtime is not installed; the browser tests cover the same journeys.',
  );
} else {
  try {
    await desktopJourney(runtime, root);
    console.log('Desktop journey: passed.');
  } catch (error) {
    console.error('Desktop journey: FAILED.', error);
    process.exitCode = 1;
  }
}
