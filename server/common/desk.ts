import { randomBytes } from 'node:crypto';
import { checkParams, isMethod } from '#shared/contract/check.ts';
import type { Answer, CallOptions, Contract } from '#shared/contract/envelope.ts';
import { type Grant, PathGrants, concealPaths, grantedParams } from '#shared/contract/grants.ts';
import type { PathGrant } from '#shared/contract/host.ts';
import type { Params } from '#shared/contract/methods.ts';
import type { EngagementView } from '#shared/contract/schemas.ts';
import { TickmarkError, toEnvelope } from '#shared/model/errors.ts';
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

  constructor(engine: Contract, recents: Recents) {
    this.#engine = engine;
    this.#recents = recents;
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
      const answer = await this.#engine.call(method, granted.params as Params<typeof method>, options);
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
