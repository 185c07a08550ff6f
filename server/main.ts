import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toEnvelope, TickmarkError } from '#shared/model/errors.ts';
import { ENGINE_FLAG, runEngineProcess, startServer } from './index.ts';
import { hasDisplay, openWindow } from './open-window.ts';

/** `main.ts [<engagement>] [--port N] [--no-open]`; with ENGINE_FLAG, the engine's own process. */
async function main(): Promise<void> {
  if (process.argv[2] === ENGINE_FLAG) {
    const { hostEngine } = await import('./host-engine.ts');
    await runEngineProcess(hostEngine());
    return;
  }
  await serve(process.argv.slice(2));
}

async function serve(args: string[]): Promise<void> {
  const { port, open, engagement } = readArguments(args);
  const server = await startServer({ port, ...(engagement === undefined ? {} : { engagement }) });
  const opened =
    open &&
    hasDisplay(process.env, process.platform) &&
    (await openWindow(server.invite(), server.privateFolder));
  console.log(
    opened
      ? 'Tickmark is open in its window. For another window, open this address:'
      : 'Open this address in a browser:',
  );
  console.log(`  ${server.url}`);
  console.log('It works once, on this machine only. Stop with Ctrl-C.');
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void server.close().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function readArguments(args: string[]): { port: number; open: boolean; engagement: string | undefined } {
  const { values, positionals } = parseWords(args);
  const port = Number(values.port);
  if (!/^\d+$/u.test(values.port) || port > 65_535) {
    throw new TickmarkError('BAD_ARGUMENT', `${JSON.stringify(values.port)} is no port.`, {
      hint: 'Use 1 to 65535.',
    });
  }
  const [engagement, ...more] = positionals;
  if (more.length > 0) throw new TickmarkError('BAD_ARGUMENT', 'Name at most one engagement.');
  // npm runs scripts in the package's folder; INIT_CWD is where the user was.
  const folder =
    engagement === undefined ? undefined : resolve(process.env.INIT_CWD ?? process.cwd(), engagement);
  return { port, open: !values['no-open'], engagement: folder };
}

function parseWords(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { port: { type: 'string', default: '0' }, 'no-open': { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw new TickmarkError('BAD_ARGUMENT', error instanceof Error ? error.message : String(error), {
      hint: 'Use: [<engagement>] [--port N] [--no-open]',
    });
  }
}

main().catch((error: unknown) => {
  const { code, message, hint } = toEnvelope(error);
  console.error(`error ${code}: ${message}`);
  if (hint !== undefined) console.error(hint);
  process.exitCode = 2;
});
