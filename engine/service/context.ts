import { TickmarkError } from '#shared/model/errors.ts';
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
import { Results } from '#engine/query/index.ts';

/** What a host gives the engine. Nothing in it reaches findings or packages but through the journal and signatures. */
export interface EngineDeps extends EngagementDeps {
  /** Where keys are kept; never inside an engagement. */
  keyDir: string;
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
  #engagement: Engagement | null = null;
  #results: Results | null = null;

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

  async create(dir: string, scope: NewEngagement): Promise<EngagementView> {
    const made = await createEngagement(dir, scope, this.deps);
    await this.close();
    this.#engagement = made;
    return this.view();
  }

  async open(dir: string): Promise<EngagementView> {
    await this.close();
    this.#engagement = await openEngagement(dir, this.deps);
    return this.view();
  }

  async close(): Promise<void> {
    this.#results?.close();
    this.#results = null;
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
                (SELECT count(*) FROM current_findings()) AS findings
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
          findings: Number(counts?.['findings']),
        },
      };
    });
  }
}

export type Handler<M extends MethodName> = (
  context: EngineContext,
  params: ParsedParams<M>,
  work: WorkOptions,
) => Promise<Result<M>>;

export type Handlers = { [M in MethodName]: Handler<M> };
