import { runCli } from './run.ts';

// Who reads no further (`| head`) has what was asked for: what is left to print is dropped, the work goes on to its end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runCli(process.argv.slice(2), process.env);
