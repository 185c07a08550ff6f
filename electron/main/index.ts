import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { startDesktop } from './desktop.ts';

const built = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// A packaged program is its own first word; in a checkout the folder of the program is the second.
const [engagement] = process.argv.slice(app.isPackaged ? 1 : 2).filter((word) => isAbsolute(word));

// As electron.vite.config.ts lays it out: this file is out/main/index.mjs.
void startDesktop({
  preload: built('../preload/index.cjs'),
  engine: built('./engine.mjs'),
  renderer: built('../renderer'),
  ...(engagement === undefined ? {} : { engagement }),
});
