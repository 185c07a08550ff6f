import { describe, expect, it } from 'vitest';
import { type Machine, findBrowser } from './browser.ts';

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n';

/** A machine with nothing on it; `ran` keeps the commands. */
function machine(has: Partial<Machine> & { files?: string[] } = {}): { on: Machine; ran: string[] } {
  const ran: string[] = [];
  const on: Machine = {
    env: {},
    platform: 'linux',
    uid: 1000,
    exists: (path) => has.files?.includes(path) ?? false,
    playwright: () => Promise.resolve('/cache/chrome'),
    system: () => undefined,
    osRelease: () => DEBIAN,
    run: (command, args) => {
      ran.push([command, ...args].join(' '));
      return 0;
    },
    ...has,
  };
  return { on, ran };
}

describe('the browser of the tests', () => {
  it('is the one that is named, before any other', async () => {
    const { on } = machine({
      env: { TICKMARK_BROWSER: '/opt/b' },
      files: ['/opt/b', '/cache/chrome'],
      system: () => '/usr/bin/c',
    });
    expect(await findBrowser(on)).toBe('/opt/b');
  });

  it('is not replaced by another when the one that is named is not there', async () => {
    const { on } = machine({
      env: { TICKMARK_BROWSER: '/opt/none' },
      files: ['/cache/chrome'],
      system: () => '/usr/bin/c',
    });
    await expect(findBrowser(on)).rejects.toThrow('TICKMARK_BROWSER names /opt/none, which does not exist.');
  });

  it("is Playwright's own, then the system's", async () => {
    const system = () => '/usr/bin/chromium';
    expect(await findBrowser(machine({ files: ['/cache/chrome'], system }).on)).toBe('/cache/chrome');
    expect(await findBrowser(machine({ system }).on)).toBe('/usr/bin/chromium');
    expect(await findBrowser(machine({ playwright: () => Promise.resolve(undefined), system }).on)).toBe(
      '/usr/bin/chromium',
    );
  });

  it('is installed for root on Debian, after an update of the lists', async () => {
    const { on, ran } = machine({ uid: 0 });
    on.system = () => (ran.length === 2 ? '/usr/bin/chromium' : undefined);
    expect(await findBrowser(on)).toBe('/usr/bin/chromium');
    expect(ran).toEqual(['apt-get update', 'apt-get install -y --no-install-recommends chromium']);
  });

  it.each([
    ['an ordinary user', { uid: 1000 }],
    ['another distribution', { uid: 0, osRelease: () => 'ID=fedora\n' }],
    ['macOS', { uid: 0, platform: 'darwin' }],
    ['Windows', { uid: undefined, platform: 'win32' }],
  ])('is asked for, and nothing is installed, for %s', async (_name, has) => {
    const { on, ran } = machine(has);
    await expect(findBrowser(on)).rejects.toThrow(/No browser was found.*TICKMARK_BROWSER=/su);
    expect(ran).toEqual([]);
  });

  it('is asked for when the installation fails, and says which step did', async () => {
    const { on } = machine({ uid: 0, run: () => 100 });
    await expect(findBrowser(on)).rejects.toThrow(
      /apt-get update ended with exit code 100\.\nNo browser was found/u,
    );
  });
});
