import { posix, win32 } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';

/**
 * Where keys live: `$XDG_CONFIG_HOME/tickmark/keys` when that is set, else the platform's place for settings.
 * Never inside an engagement.
 */
export function defaultKeyDir(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
): string {
  const path = platform === 'win32' ? win32 : posix;
  const xdg = env.XDG_CONFIG_HOME;
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'tickmark', 'keys');
  if (platform === 'win32') {
    return path.join(env.APPDATA ?? path.join(home, 'AppData', 'Roaming'), 'tickmark', 'keys');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'tickmark', 'keys');
  return path.join(home, '.config', 'tickmark', 'keys');
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Throws BAD_ARGUMENT for a key name that is not safe as a file name everywhere. */
export function requireKeyName(name: string): void {
  if (NAME.test(name)) return;
  throw new TickmarkError('BAD_ARGUMENT', `${JSON.stringify(name)} cannot name a key`, {
    hint: 'Use up to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit.',
  });
}
