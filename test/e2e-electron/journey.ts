import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';

/** The desktop program as built in `out/`: opens, holds its promises of isolation, makes the sample, outlives its engine. */
export async function desktopJourney(runtime: string, root: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'tickmark-desktop-'));
  const app = await _electron.launch({
    executablePath: runtime,
    // Chromium runs no sandbox as root, as in containers; everywhere else it does.
    args: [root, `--user-data-dir=${home}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...(process.env as Record<string, string>), HOME: home, XDG_CONFIG_HOME: home },
  });
  try {
    const page = await app.firstWindow();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));

    assert.equal(new URL(page.url()).protocol, 'app:');
    const world = await page.evaluate(() => {
      const globals = globalThis as unknown as Record<string, unknown>;
      const names = ['require', 'process', 'Buffer', 'module'].filter((name) => name in globals);
      return { names, bridge: Object.keys(globals['tickmark'] as object).toSorted() };
    });
    assert.deepEqual(world, { names: [], bridge: ['adopt', 'invoke', 'onHanded', 'subscribe'] });
    const outside = await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      ),
    );
    assert.equal(outside, 'refused');
    // The refusal itself is reported by the content policy.
    errors.length = 0;

    // The dialog that asks for the place is the system's: answered here in its stead.
    await app.evaluate(
      ({ dialog }, place) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: place });
      },
      join(home, 'sample'),
    );
    await page.getByRole('button', { name: 'Open the sample engagement' }).click();
    await page
      .getByRole('link', { name: 'Findings' })
      .or(page.getByRole('button', { name: 'Findings' }))
      .click();
    await page.getByRole('grid').or(page.getByRole('table')).first().waitFor({ timeout: 120_000 });

    const answer = await page.evaluate(() => {
      const { tickmark } = globalThis as unknown as {
        tickmark: { invoke(channel: string, call: unknown): Promise<unknown> };
      };
      return tickmark.invoke('call', { job: 'journey', method: 'app.info', params: {} });
    });
    assert.equal((answer as { ok: boolean }).ok, true);
    assert.deepEqual(errors, []);
  } finally {
    await app.close();
    await rm(home, { recursive: true, force: true });
  }
}
