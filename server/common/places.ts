import { posix, win32 } from 'node:path';

export interface Places {
  /** Settings of this user, e.g. which engagements were opened last. */
  config: string;
  /** Where new engagements and exports are put when the host has no dialogs. */
  workspace: string;
}

/** The platform's places for one user; `$XDG_CONFIG_HOME` and `$TICKMARK_WORKSPACE` come first. */
export function placesOf(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
): Places {
  const path = platform === 'win32' ? win32 : posix;
  const absolute = (value: string | undefined) =>
    value !== undefined && path.isAbsolute(value) ? value : undefined;
  return {
    config: path.join(absolute(env.XDG_CONFIG_HOME) ?? settings(env, platform, home), 'tickmark'),
    workspace: absolute(env.TICKMARK_WORKSPACE) ?? path.join(home, 'Tickmark'),
  };
}

function settings(env: Readonly<Record<string, string | undefined>>, platform: string, home: string): string {
  if (platform === 'win32') return env.APPDATA ?? win32.join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support');
  return posix.join(home, '.config');
}
