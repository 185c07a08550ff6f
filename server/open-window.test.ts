import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasDisplay, openCommand, openWindow } from './open-window.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-open-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a display', () => {
  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', { DISPLAY: '' }, false],
    ['darwin', {}, true],
    ['win32', {}, true],
  ])('on %s with %j: %s', (platform, env, expected) => {
    expect(hasDisplay(env, platform)).toBe(expected);
  });
});

describe('the window', () => {
  it('is one of its own in a Chromium, else whatever opens pages', () => {
    expect(openCommand('file:///p', 'linux', '/usr/bin/chromium')).toEqual([
      '/usr/bin/chromium',
      '--app=file:///p',
      '--window-size=1440,900',
    ]);
    expect(openCommand('file:///p', 'linux', undefined)).toEqual(['xdg-open', 'file:///p']);
    expect(openCommand('file:///p', 'darwin', undefined)).toEqual(['open', 'file:///p']);
    expect(openCommand('file:///p', 'win32', undefined)).toEqual([
      'rundll32',
      'url.dll,FileProtocolHandler',
      'file:///p',
    ]);
  });

  it('is led to its address by a file of this user alone: a command line can be read by all', async () => {
    vi.stubEnv('PATH', folder);
    const url = 'http://127.0.0.1:1/#token=secret';
    expect(await openWindow(url, folder)).toBe(false);
    vi.unstubAllEnvs();
    const file = join(folder, 'open.html');
    expect(await readFile(file, 'utf8')).toContain(`content="0; url=${url}"`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
