import { randomBytes } from 'node:crypto';
import { checkParams, isMethod } from '#shared/contract/check.ts';
import type { Answer, CallOptions, Contract } from '#shared/contract/envelope.ts';
import { type Grant, PathGrants, concealPaths, grantedParams } from '#shared/contract/grants.ts';
import type { PathGrant, RememberedPassphrase } from '#shared/contract/host.ts';
import type { Params } from '#shared/contract/methods.ts';
import type { EngagementView } from '#shared/contract/schemas.ts';
import { TickmarkError, toEnvelope } from '#shared/model/errors.ts';
import { NO_PASSPHRASES, type Passphrases, notKept, openedParams } from './passphrases.ts';
import type { Recents } from './recents.ts';

/** 256 bits, safe in addresses. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

const OPENING = new Set<string>([
  'engagement.create',
  'engagement.roll-forward',
  'engagement.open',
  'engagement.sample',
]);

/** What stands between a window and the engine, on every host: checks calls, swaps grants for paths, remembers engagements. */
export class Desk {
  readonly grants = new PathGrants(randomToken);
  readonly #engine: Contract;
  readonly #recents: Recents;
  readonly passphrases: Passphrases;

  constructor(engine: Contract, recents: Recents, passphrases: Passphrases = NO_PASSPHRASES) {
    this.#engine = engine;
    this.#recents = recents;
    this.passphrases = passphrases;
  }

  /** A call as it came from the window: nothing of it is trusted. Never rejects. */
  async call(method: unknown, params: unknown, options: CallOptions = {}): Promise<Answer<unknown>> {
    let used: Grant[] = [];
    try {
      if (!isMethod(method))
        throw new TickmarkError('BAD_ARGUMENT', `No method is called ${JSON.stringify(method)}.`);
      const checked = checkParams(method, params);
      const granted = grantedParams(method, checked, this.grants);
      used = granted.used;
      const opened = await openedParams(method, granted.params, this.passphrases);
      const answer = await this.#engine.call(method, opened as Params<typeof method>, options);
      if (answer.ok && OPENING.has(method)) await this.#remember(answer.value as EngagementView);
      return concealPaths(answer, used);
    } catch (error) {
      return concealPaths({ ok: false, error: toEnvelope(error) }, used);
    }
  }

  /** Engagements opened before, with leave to open them again. */
  async recent(): Promise<(PathGrant & { client: string; period: string })[]> {
    const recents = await this.#recents.list();
    return recents.map(({ dir, client, period }) => ({
      ...this.grants.issue(dir, 'write', dir),
      client,
      period,
    }));
  }

  /** Keys whose passphrase is remembered and that are still the same keys; what is remembered of others is forgotten. */
  async remembered(): Promise<RememberedPassphrase[]> {
    const keys = await this.#engine.call('keys.list', {});
    if (!keys.ok) return [];
    const known = await this.passphrases.list();
    const same = known.filter(({ key, fingerprint }) =>
      keys.value.some((each) => each.name === key && each.fingerprint === fingerprint),
    );
    for (const gone of known) if (!same.includes(gone)) await this.passphrases.forget(gone.key);
    return same.map(({ key, token }) => ({ key, token }));
  }

  /** Throws KEY_UNKNOWN, and BAD_ARGUMENT where nothing is remembered. */
  async remember(key: unknown, passphrase: unknown): Promise<null> {
    if (this.passphrases.keeping() !== 'sealed') throw notKept();
    const keys = await this.#engine.call('keys.list', {});
    const named = keys.ok ? keys.value.find(({ name }) => name === key) : undefined;
    if (named === undefined || typeof passphrase !== 'string' || passphrase === '')
      throw new TickmarkError('KEY_UNKNOWN', 'There is no such key, or no passphrase for it.');
    await this.passphrases.remember(named.name, named.fingerprint, passphrase);
    return null;
  }

  async forget(key: unknown): Promise<null> {
    await this.passphrases.forget(String(key));
    return null;
  }

  /** The version of the tool, as the engine tells it. */
  async version(): Promise<string> {
    const answer = await this.#engine.call('app.info', {});
    return answer.ok ? answer.value.version : 'unknown';
  }

  async #remember(view: EngagementView): Promise<void> {
    const { dir, client, period } = view;
    // The engagement is open; a list that cannot be written is no reason to say otherwise.
    await this.#recents
      .remember({ dir, client, period: `${period.from}..${period.to}` })
      .catch(() => undefined);
  }
}
