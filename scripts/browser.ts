import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { systemBrowser } from '#server/common/browsers.ts';

/** What the search depends on; the machine's own by default, another in tests. */
export interface Machine {
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
  /** User id; undefined on Windows. */
  uid: number | undefined;
  exists: (path: string) => boolean;
  /** Playwright's own Chromium, where it would be. */
  playwright: () => Promise<string | undefined>;
  system: () => string | undefined;
  /** Content of /etc/os-release, or nothing. */
  osRelease: () => string;
  /** Runs a command to its end; its exit code. */
  run: (command: string, args: readonly string[]) => number;
}

export class NoBrowserError extends Error {
  override readonly name = 'NoBrowserError';
}

const INSTRUCTIONS = [
  'No browser was found for the browser tests. Any one of these is enough:',
  '  - install Chrome, Chromium or Edge',
  '  - npx playwright install chromium',
  '  - TICKMARK_BROWSER=/path/to/chromium',
  '  - Debian or Ubuntu, as root: apt-get install -y --no-install-recommends chromium',
].join('\n');

/**
 * Path of a Chromium-like browser: TICKMARK_BROWSER, Playwright's own, the system's, and for root on Debian one that
 * is installed now. Throws NoBrowserError with instructions: the browser tests are never skipped in silence.
 */
export async function findBrowser(machine: Machine = thisMachine()): Promise<string> {
  const named = machine.env.TICKMARK_BROWSER;
  if (named !== undefined && named !== '') {
    if (machine.exists(named)) return named;
    throw new NoBrowserError(`TICKMARK_BROWSER names ${named}, which does not exist.`);
  }
  const own = await machine.playwright();
  if (own !== undefined && machine.exists(own)) return own;
  const system = machine.system();
  if (system !== undefined) return system;
  if (mayInstall(machine)) {
    const failed = install(machine);
    const installed = machine.system();
    if (installed !== undefined) return installed;
    throw new NoBrowserError(`${failed}\n${INSTRUCTIONS}`);
  }
  throw new NoBrowserError(INSTRUCTIONS);
}

function mayInstall({ platform, uid, osRelease }: Machine): boolean {
  return platform === 'linux' && uid === 0 && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/mu.test(osRelease());
}

function install(machine: Machine): string {
  const steps: [string, readonly string[]][] = [
    ['apt-get', ['update']],
    ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium']],
  ];
  for (const [command, args] of steps) {
    const code = machine.run(command, args);
    if (code !== 0) return `${command} ${args.join(' ')} ended with exit code ${code}.`;
  }
  return 'Chromium was installed and still is not found.';
}

function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    uid: process.getuid?.(),
    exists: existsSync,
    playwright: async () => {
      const { chromium } = await import('@playwright/test');
      return chromium.executablePath();
    },
    system: () => systemBrowser(process.env, process.platform),
    osRelease: () => (existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''),
    run: (command, args) => {
      console.error(`No browser yet: ${command} ${args.join(' ')}`);
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      return spawnSync(command, args, { stdio: ['ignore', 2, 2], env }).status ?? 1;
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(await findBrowser());
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
