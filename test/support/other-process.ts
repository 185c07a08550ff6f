import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface OtherProcess {
  child: ChildProcess;
  /** Resolves when the process has printed the word; rejects when it ends before. */
  said: (word: string) => Promise<void>;
  /** Sends a line to its standard input. */
  tell: (line: string) => void;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Runs TypeScript, an ES module with dynamic imports, in a Node process of its own at the root of the project. */
export function otherProcess(code: string): OtherProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let printed = '';
  const waiting = new Set<() => void>();
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    for (const look of waiting) look();
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on('exit', (exit, signal) => resolve({ code: exit, signal })),
  );
  const said = (word: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!printed.includes(word)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`the process ended and never said ${word}: ${printed}`)));
    });
  return { child, said, tell: (line) => void child.stdin!.write(`${line}\n`), ended };
}
