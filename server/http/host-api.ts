import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Answer } from '#shared/contract/envelope.ts';
import type { ChoosePurpose, HostInfo, PathGrant } from '#shared/contract/host.ts';
import { TickmarkError, toEnvelope } from '#shared/model/errors.ts';
import type { Desk } from '../common/desk.ts';
import type { KeptSettings } from '../common/kept-settings.ts';
import { freePath, safeName } from '../common/safe-name.ts';
import { Refusal } from './refusal.ts';
import type { Spool } from './spool.ts';

/** Where a new file or folder goes, and its name when the window suggests none. */
const NEW: Partial<Record<ChoosePurpose, { folder: string; name: string }>> = {
  'engagement-new': { folder: '', name: 'Engagement' },
  'package-save': { folder: 'packages', name: 'evidence.zip' },
  'export-save': { folder: 'exports', name: 'export.csv' },
};

/** The window's questions to its host, answered without a dialog: new files go to the workspace. */
export class LoopbackHost {
  readonly #desk: Desk;
  readonly #spool: Spool;
  readonly #workspace: string;
  readonly #kept: KeptSettings;

  constructor(desk: Desk, spool: Spool, workspace: string, kept: KeptSettings) {
    this.#desk = desk;
    this.#spool = spool;
    this.#workspace = workspace;
    this.#kept = kept;
  }

  /** @param question the last part of the address. Throws 404 for none of ours. */
  async answer(question: string, body: Record<string, unknown>): Promise<Answer<unknown>> {
    try {
      return { ok: true, value: await this.#ask(question, body) };
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return { ok: false, error: toEnvelope(error) };
    }
  }

  #ask(question: string, body: Record<string, unknown>): Promise<unknown> {
    switch (question) {
      case 'info':
        return this.#info();
      case 'recent':
        return this.#desk.recent();
      case 'kept':
        return this.#kept.all();
      case 'keep':
        return this.#kept.keep(body.name, body.text).then(() => null);
      case 'remembered':
        return this.#desk.remembered();
      case 'remember':
        return this.#desk.remember(body.key, body.passphrase);
      case 'forget':
        return this.#desk.forget(body.key);
      case 'choose':
        return this.#choose(body.purpose, body.suggestedName);
      case 'reveal':
        return this.#spool.offer(body.token);
      default:
        throw new Refusal(404, 'NOT_FOUND', 'The host has no answer to this.');
    }
  }

  async #info(): Promise<HostInfo> {
    const version = await this.#desk.version();
    const passphrases = this.#desk.passphrases.keeping();
    return { kind: 'loopback', dialogs: false, version, workspace: this.#workspace, passphrases };
  }

  async #choose(purpose: unknown, suggested: unknown): Promise<PathGrant[]> {
    const place =
      typeof purpose === 'string' && Object.hasOwn(NEW, purpose) ? NEW[purpose as ChoosePurpose] : undefined;
    if (place === undefined) {
      throw new TickmarkError(
        'BAD_ARGUMENT',
        'This host shows no dialogs to choose an existing file or folder.',
        {
          hint: 'Drop the file on the window, or start with: tickmark serve <folder>',
        },
      );
    }
    const name = safeName(typeof suggested === 'string' ? suggested : '', place.name);
    const path = await freePath(join(this.#workspace, place.folder), name);
    await mkdir(dirname(path), { recursive: true });
    return [this.#desk.grants.issue(path, 'write', path)];
  }
}
