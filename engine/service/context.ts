import { TickmarkError } from '#shared/model/errors.ts';
import type { RollForward } from '#shared/contract/roll-forward-schemas.ts';
import type { EngagementView } from '#shared/contract/schemas.ts';
import type { MethodName, ParsedParams, Result } from '#shared/contract/methods.ts';
import {
  createEngagement,
  type Engagement,
  type EngagementDeps,
  type NewEngagement,
  openEngagement,
  resolveMoments,
  type WorkOptions,
} from '#engine/engagement/index.ts';
import { countFindings } from '#engine/findings/index.ts';
import { Results } from '#engine/query/index.ts';
import type { Row } from '#engine/store/index.ts';
import { KeptReports } from './kept-reports.ts';
import { type NextPeriod, rollForward } from './roll-forward/roll-forward.ts';

/** What a host gives the engine. Nothing in it reaches findings or packages but through the journal and signatures. */
export interface EngineDeps extends EngagementDeps {
  /** Where keys are kept; never inside an engagement. */
  keyDir: string;
  /** Where databases of addresses are kept that the user took in. */
  placesDir: string;
  /** Writes the raw exports of the sample company into a folder. */
  writeSample: (dir: string) => Promise<SampleScope>;
  /** Scratch space outside any engagement. */
  tempDir: string;
}

/** What the sample needs to become an engagement. */
export interface SampleScope extends NewEngagement {
  /** Folder of files to import. */
  exports: string;
}

/** The engine's one engagement, and the results that are open on it. */
export class EngineContext {
  readonly deps: EngineDeps;
  readonly reports = new KeptReports();
  #engagement: Engagement | null = null;
  #results: Results | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: EngineDeps) {
    this.deps = deps;
  }

  get engagement(): Engagement {
    if (!this.#engagement) {
      throw new TickmarkError('ENGAGEMENT_MISSING', 'no engagement is open', {
        hint: 'Open or create one first.',
      });
    }
    return this.#engagement;
  }

  get results(): Results {
    const { store, sourcesDir } = this.engagement;
    this.#results ??= new Results(store, sourcesDir);
    return this.#results;
  }

  get isOpen(): boolean {
    return this.#engagement !== null;
  }

  /** What opens and closes takes turns: two calls at once would meet each other's half-open engagement. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  create(dir: string, scope: NewEngagement): Promise<EngagementView> {
    return this.#inTurn(async () => {
      const made = await createEngagement(dir, scope, this.deps);
      await this.#closeNow();
      this.#engagement = made;
      return this.view();
    });
  }

  open(dir: string): Promise<EngagementView> {
    return this.#inTurn(() => this.#openNow(dir));
  }

  async #openNow(dir: string): Promise<EngagementView> {
    await this.#closeNow();
    this.#engagement = await openEngagement(dir, this.deps);
    return this.view();
  }

  /** Makes the engagement of the next period and opens it; an open one that it takes over from is closed first. */
  rollForward(
    { dir, from, ...next }: { dir: string; from: string } & NextPeriod,
    work: WorkOptions,
  ): Promise<EngagementView & { rolled_forward: RollForward }> {
    return this.#inTurn(async () => {
      const open = this.#engagement?.dir ?? null;
      await this.#closeNow();
      try {
        const made = await rollForward(this.deps, { dir, from }, next, work);
        return { ...(await this.#openNow(dir)), rolled_forward: made };
      } catch (error) {
        // What was open before is open again: nothing else has changed.
        if (open !== null && !this.isOpen) await this.#openNow(open).catch(() => undefined);
        throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeNow());
  }

  async #closeNow(): Promise<void> {
    this.#results?.close();
    this.#results = null;
    this.reports.clear();
    const open = this.#engagement;
    this.#engagement = null;
    await open?.close();
  }

  async view(): Promise<EngagementView> {
    const { dir, settings, store } = this.engagement;
    const journal = await this.engagement.journalHead();
    return store.use(async (session) => {
      const moments = await resolveMoments(session, settings);
      const counts = await session.one(
        `SELECT count(*) AS sources,
                coalesce(sum((receipt->>'loaded')::BIGINT), 0)::BIGINT AS loaded,
                coalesce(sum((receipt->>'rejected')::BIGINT), 0)::BIGINT AS rejected,
                (SELECT engagement_id FROM work.carried_from) AS earlier_id,
                (SELECT client FROM work.carried_from) AS earlier_client,
                (SELECT period FROM work.carried_from) AS earlier_period
         FROM work.sources WHERE superseded_by IS NULL`,
      );
      return {
        dir,
        id: settings.id,
        kind: settings.kind,
        client: settings.client,
        period: settings.period,
        as_of: moments.as_of_text,
        timezone: settings.timezone,
        locked: settings.locked !== null,
        journal,
        counts: {
          sources: Number(counts?.['sources']),
          loaded: Number(counts?.['loaded']),
          rejected: Number(counts?.['rejected']),
          findings: await countFindings(session),
        },
        rolled_from: rolledFrom(counts),
      };
    });
  }
}

function rolledFrom(row: Row | undefined): NonNullable<EngagementView['rolled_from']> | null {
  if (row === undefined || row['earlier_id'] === null) return null;
  const [from = '', to = ''] = String(row['earlier_period']).split('..');
  return { id: String(row['earlier_id']), client: String(row['earlier_client']), period: { from, to } };
}

export type Handler<M extends MethodName> = (
  context: EngineContext,
  params: ParsedParams<M>,
  work: WorkOptions,
) => Promise<Result<M>>;

export type Handlers = { [M in MethodName]: Handler<M> };
