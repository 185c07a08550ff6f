import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { ENGINE_FLAG, runEngineProcess, startServer } from '#server/index.ts';

/** The real host on a port of its own; each line on stdin is answered with an address for one more window. E2E_RENDERER: another build. */
async function main(): Promise<void> {
  if (process.argv[2] === ENGINE_FLAG) {
    const { hostEngine } = await import('#server/host-engine.ts');
    // Known by its number, so that a journey can end it.
    await writeFile(`${process.env['E2E_FOLDER']}/engine.pid`, String(process.pid));
    await runEngineProcess(hostEngine());
    return;
  }
  const { E2E_FOLDER: folder, E2E_RENDERER: rendererFolder } = process.env;
  if (folder === undefined) throw new Error('E2E_FOLDER is not set');
  const server = await startServer({
    workspace: `${folder}/workspace`,
    configFolder: `${folder}/config`,
    engineEntry: import.meta.filename,
    ...(rendererFolder === undefined ? {} : { rendererFolder }),
    ...(rendererFolder === undefined ? {} : { rendererFolder }),
  });
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => console.log(server.invite()));
  lines.on('close', () => void server.close().then(() => process.exit(0)));
}

await main();
