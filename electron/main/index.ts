import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { startDesktop } from './desktop.ts';
import { pathAmong } from './handed.ts';

const built = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const given = pathAmong(process.argv, app.isPackaged);

// As electron.vite.config.ts lays it out: this file is out/main/index.mjs.
void startDesktop({
  preload: built('../preload/index.cjs'),
  engine: built('./engine.mjs'),
  renderer: built('../renderer'),
  ...(given === undefined ? {} : { given }),
});
