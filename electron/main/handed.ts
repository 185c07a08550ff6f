import { stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { WebContents } from 'electron';
import type { Handed as Item } from '#shared/contract/host.ts';
import type { Desk } from '#server/common/desk.ts';
import { CHANNELS } from '../channels.ts';

/** Files and items of the menu on their way to the window; what comes before it can listen waits for it. */
export class Handed {
  readonly #desk: Pick<Desk, 'grants'>;
  #waiting: Item[] = [];
  #window: WebContents | null = null;

  constructor(desk: Pick<Desk, 'grants'>) {
    this.#desk = desk;
  }

  give(item: Item): void {
    if (this.#window === null || this.#window.isDestroyed()) this.#waiting.push(item);
    else this.#window.send(CHANNELS.handed, item);
  }

  /** A folder is an engagement to open, a file a package to verify; what is neither is passed over. */
  async giveFile(path: string): Promise<void> {
    const found = await stat(path).catch(() => null);
    const { grants } = this.#desk;
    if (found?.isDirectory()) this.give({ kind: 'engagement', grant: grants.issue(path, 'write', path) });
    else if (found?.isFile())
      this.give({ kind: 'package', grant: grants.issue(path, 'read', basename(path)) });
  }

  /** A page that asks listens from now on, until it is left. @returns what was waiting */
  take(window: WebContents): Item[] {
    if (this.#window !== window) {
      this.#window = window;
      const leave = (): void => {
        window.off('destroyed', leave);
        window.off('did-start-navigation', leave);
        if (this.#window === window) this.#window = null;
      };
      window.on('destroyed', leave);
      window.on('did-start-navigation', leave);
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}

/** What a program was started with: the first absolute path among its words, beside the switches of the runtime. */
export function pathAmong(words: readonly string[], isPackaged: boolean): string | undefined {
  // A packaged program is its own first word; in a checkout the folder of the program is the second.
  return words.slice(isPackaged ? 1 : 2).find((word) => isAbsolute(word));
}
