import { accessSync, constants } from 'node:fs';
import { posix, win32 } from 'node:path';

const LINUX = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/** Where Chrome, Chromium or Edge would be, in that order. */
export function browserPlaces(env: Readonly<Record<string, string | undefined>>, platform: string): string[] {
  if (platform === 'darwin') return MAC.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (root) => root !== undefined,
    );
    return WINDOWS.flatMap((parts) => roots.map((root) => win32.join(root, ...parts)));
  }
  const folders = (env.PATH ?? '').split(':').filter((folder) => posix.isAbsolute(folder));
  return LINUX.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

/** The first of them that is there and can be run. */
export function systemBrowser(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): string | undefined {
  return browserPlaces(env, platform).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
