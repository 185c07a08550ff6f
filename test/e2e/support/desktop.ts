import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import type { FromProgram, PageAnswer, Played, ToProgram } from './desktop-main.ts';

/** An address of the machine itself that nothing listens on: the program answers in its place. */
const HOME = 'http://127.0.0.1:47110';

/**
 * The desktop program (electron/main, the engine and the built window) without Electron's runtime: a stand-in plays Electron's
 * part, and a page of the browser that of its window. What only Electron does, such as sealing, is played too.
 */
export class Desktop {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (value: unknown) => void>();
  #asked = 0;
  #page: Page | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message: FromProgram) => this.#hear(message));
  }

  /** @param folder as of `Host.folder`: settings, keys and workspace are the same ones. */
  static async start(folder: string): Promise<Desktop> {
    const renderer = process.env['E2E_RENDERER'] ?? join(import.meta.dirname, '../../../dist/renderer');
    const child = fork(join(import.meta.dirname, 'desktop-main.ts'), {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
      env: {
        ...process.env,
        E2E_FOLDER: folder,
        E2E_RENDERER: renderer,
        XDG_CONFIG_HOME: join(folder, 'config'),
      },
    });
    const desktop = new Desktop(child);
    const [first] = (await once(child, 'message')) as [FromProgram];
    expect(first).toEqual({ tell: 'ready' });
    return desktop;
  }

  /** Lets the page be the program's window. */
  async show(page: Page): Promise<void> {
    this.#page = page;
    await page.route(`${HOME}/**`, async (route) => {
      const { pathname, search } = new URL(route.request().url());
      const answer = await this.#ask<PageAnswer>({ do: 'page', path: pathname + search });
      await route.fulfill({ ...answer, body: Buffer.from(answer.body) });
    });
    await page.exposeFunction('invokeProgram', (channel: string, payload: unknown) =>
      this.#ask({ do: 'ask', channel, payload }),
    );
    await page.addInitScript(() => {
      const listeners = new Map<string, Set<(payload: unknown) => void>>();
      const listen = (channel: string) => (listener: (payload: unknown) => void) => {
        const set = listeners.get(channel) ?? new Set();
        listeners.set(channel, set.add(listener));
        return () => void set.delete(listener);
      };
      const world = window as unknown as Record<string, unknown>;
      world['hearProgram'] = (channel: string, payload: unknown) => {
        for (const listener of listeners.get(channel) ?? []) listener(payload);
      };
      world['tickmark'] = {
        invoke: world['invokeProgram'],
        subscribe: listen('progress'),
        onHanded: listen('host/handed'),
        adopt: () => Promise.resolve({ ok: true, value: [] }),
      };
    });
    await page.goto(`${HOME}/`);
    await expect(page.locator('.new-engagement, .rail')).toBeVisible({ timeout: 60_000 });
  }

  /** What the system's dialogs and keyring answer from now on. */
  answer(answers: Partial<Played>): void {
    this.#post({ do: 'answer', answers });
  }

  press(menu: string, label: string): void {
    this.#post({ do: 'menu', menu, label });
  }

  /** As when a file is opened from the desktop. */
  openFile(path: string): void {
    this.#post({ do: 'open-file', path });
  }

  async quit(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#post({ do: 'quit' });
    await ended;
  }

  #ask<T>(
    message: { do: 'ask'; channel: string; payload: unknown } | { do: 'page'; path: string },
  ): Promise<T> {
    this.#asked += 1;
    const id = this.#asked;
    const answered = new Promise<T>((resolve) => this.#waiting.set(id, resolve as (value: unknown) => void));
    this.#post({ ...message, id });
    return answered;
  }

  #post(message: ToProgram): void {
    this.#child.send(message);
  }

  #hear(message: FromProgram): void {
    if (message.tell === 'value') {
      this.#waiting.get(message.id)?.(message.value);
      this.#waiting.delete(message.id);
    } else if (message.tell === 'sent') {
      const { channel, payload } = message;
      void this.#page
        ?.evaluate(
          ([name, given]) => {
            (window as unknown as Record<string, (...words: unknown[]) => void>)['hearProgram']?.(
              name,
              given,
            );
          },
          [channel, payload] as const,
        )
        .catch(() => undefined);
    }
  }
}
