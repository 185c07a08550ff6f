import { resolve } from 'node:path';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../..');

/** A text as the formatter of the repository writes it: in single quotes, unless it holds more of these. */
function literal(text: string): string {
  const json = JSON.stringify(text);
  if (text.split("'").length > text.split('"').length) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The code of a thread in one text, without packages, so that it runs wherever the engine does. */
async function threadCode(folder: string): Promise<{ path: string; text: string }> {
  const built = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      ssr: `${folder}/worker.ts`,
      write: false,
      minify: true,
      target: 'node20',
      rolldownOptions: { output: { format: 'cjs', codeSplitting: false } },
    },
  });
  if (!('output' in built)) throw new Error(`the thread of ${folder} was not built`);
  const code = built.output.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])).join('');
  return {
    path: `${folder}/generated.ts`,
    text: `/** Generated from ${folder}/worker.ts and all that it imports. Edit the files there, then run the generator. */\nexport const WORKER_CODE =\n  ${literal(code.trim())};\n`,
  };
}

export function generateThreads(): Promise<{ path: string; text: string }>[] {
  return ['engine/evidence/verify/threads', 'engine/hashing'].map(threadCode);
}
