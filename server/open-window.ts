import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemBrowser } from './common/browsers.ts';

/** Whether a window can be shown at all. */
export function hasDisplay(env: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/**
 * Shows the address in the system's browser, without its address bar where the browser can. False: none could be started.
 * The address itself is not put on a command line, which every user of the machine can read: the browser is given
 * a file in `folder`, which only this user can read, and that file leads on.
 */
export async function openWindow(url: string, folder: string): Promise<boolean> {
  const file = join(folder, 'open.html');
  await writeFile(file, redirect(url), { mode: 0o600 });
  const [command, ...args] = openCommand(
    pathToFileURL(file).href,
    process.platform,
    systemBrowser(process.env, process.platform),
  );
  return new Promise((resolve) => {
    const browser = spawn(command, args, { detached: true, stdio: 'ignore' });
    browser.once('error', () => resolve(false));
    browser.once('spawn', () => {
      browser.unref();
      resolve(true);
    });
  });
}

/** The command that shows a page: a window of its own in a Chromium, else whatever the system opens pages with. */
export function openCommand(
  page: string,
  platform: string,
  browser: string | undefined,
): [string, ...string[]] {
  if (browser !== undefined) return [browser, `--app=${page}`, '--window-size=1440,900'];
  if (platform === 'darwin') return ['open', page];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', page];
  return ['xdg-open', page];
}

function redirect(url: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Tickmark</title>
<a href="${url}">Open Tickmark</a>
`;
}
