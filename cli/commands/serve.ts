import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';

export const serve: Command = {
  name: 'serve',
  usage: 'serve [<dir>] [--port N]',
  summary: 'Open the workbench in the browser, on this machine only',
  options: { port: { type: 'string' } },
  async run({ words, terminal, path, env }) {
    const [dir] = words.positionals;
    const port = words.text('port');
    if (words.positionals.length > 1) throw badUsage('name at most one engagement', serve.usage);
    if (port !== undefined && !/^\d{1,5}$/.test(port))
      throw badUsage(`--port takes a number, not "${port}"`, serve.usage);
    // Loaded here: no other command needs a network module.
    const { startServer } = await import('#server/index.ts');
    const { hasDisplay, openWindow } = await import('#server/open-window.ts');
    const server = await startServer({
      ...(dir === undefined ? {} : { engagement: path(dir) }),
      ...(port === undefined ? {} : { port: Number(port) }),
    });
    const opened =
      hasDisplay(env, process.platform) && (await openWindow(server.invite(), server.privateFolder));
    if (opened) terminal.out('Tickmark is open in its window.');
    terminal.out(
      `Open this address in a browser on this machine:\n  ${server.url}\nIt works once. Stop with Ctrl-C.`,
    );
    await new Promise<void>((done) => {
      process.once('SIGINT', done);
      process.once('SIGTERM', done);
    });
    await server.close();
    return 0;
  },
};
