import type { Engagement, WorkOptions } from '#engine/engagement/index.ts';
import { type ReportModel, buildReport } from '#engine/reports/index.ts';
import { SharedWork } from './shared-work.ts';

/** What the overview shows each time that a window is opened, and again after each visit elsewhere. */
const KEPT = new Set(['coverage']);

/**
 * Reports at the engagement's own moment, worked out once for each state of it: any transaction that can have changed
 * something drops them. A report follows from the database and from settings that stay as they were opened.
 */
export class KeptReports {
  readonly #kept = new Map<string, SharedWork<ReportModel>>();
  #of: Engagement | null = null;
  #changes = 0;

  get(engagement: Engagement, name: string, work: WorkOptions): Promise<ReportModel> {
    if (!KEPT.has(name)) return buildReport(engagement, name, {}, work);
    // Looked at before the database is read: what is changed meanwhile is of a later state.
    const { changes } = engagement.store;
    if (this.#of !== engagement || this.#changes !== changes) {
      this.#kept.clear();
      this.#of = engagement;
      this.#changes = changes;
    }
    let shared = this.#kept.get(name);
    if (!shared?.sound) {
      shared = new SharedWork((all) => buildReport(engagement, name, {}, all));
      this.#kept.set(name, shared);
    }
    return shared.ask(work);
  }

  /** With the engagement that they are of. */
  clear(): void {
    this.#kept.clear();
    this.#of = null;
  }
}
