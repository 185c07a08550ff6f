import { fileURLToPath } from 'node:url';
import { startDesktop } from './desktop.ts';

const built = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// As electron.vite.config.ts lays it out: this file is out/main/index.mjs.
void startDesktop({
  preload: built('../preload/index.cjs'),
  engine: built('./engine.mjs'),
  renderer: built('../renderer'),
});
