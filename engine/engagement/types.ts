import type { Session, Store } from '#engine/store/index.ts';
import type { Addendum, AddendumFile } from './addenda.ts';

/** engagement.json: what the auditor fixed before any data came in. */
export interface EngagementSettings {
  format: 1;
  id: string;
  kind: 'internal' | 'external';
  client: string;
  /** First and last day, both included, in the engagement's zone. */
  period: { from: string; to: string };
  /** A date (00:00 local) or an instant with offset; null = the moment the period ends. */
  as_of: string | null;
  /** IANA zone. */
  timezone: string;
  /** Overrides of procedures' parameters: `procedure-id.name` → value. */
  parameters: Record<string, string | number | boolean>;
  /** Sign-off; null while the work goes on. */
  locked: SignOff | null;
  tool_version: string;
}

/** Who signed the package with which the work was closed. */
export interface SignOff {
  at: string;
  by: string;
  package_id: string;
  tag_manifest_sha256: string;
  preparer: string;
  reviewer: string;
}

/** What a change of state leaves in the journal, beside its value. */
export interface Changed<T> {
  value: T;
  details: Record<string, unknown>;
}

/** An open engagement. Every change of state goes through `change`: one transaction with its journal entry. */
export interface Engagement {
  readonly dir: string;
  readonly settings: EngagementSettings;
  readonly store: Store;
  readonly sourcesDir: string;
  readonly workDir: string;
  readonly packagesDir: string;
  /** Throws ENGAGEMENT_LOCKED after sign-off. */
  change<T>(action: string, work: (session: Session) => Promise<Changed<T>>): Promise<T>;
  /**
   * Closes the work: the journal's last entry, then engagement.json. This object still holds the state before; open
   * the engagement anew. Throws ENGAGEMENT_LOCKED.
   */
  lock(signOff: Omit<SignOff, 'at' | 'by'>): Promise<void>;
  addenda(): Promise<Addendum[]>;
  /** Throws BAD_ARGUMENT before sign-off: until then the work itself can be changed. */
  addAddendum(content: { reason: string; text: string; files: AddendumFile[] }): Promise<Addendum>;
  /** Number of journal entries and hash of the last. */
  journalHead(): Promise<{ entries: number; head: string }>;
  close(): Promise<void>;
}

/** How long work tells where it stands. Units of `done` and `total` are stated by the phase. */
export interface ProgressUpdate {
  phase: string;
  done: number;
  total: number | null;
  unit: 'bytes' | 'records' | 'files' | 'procedures' | 'reports' | 'checks';
}

export interface WorkOptions {
  signal?: AbortSignal;
  onProgress?: (update: ProgressUpdate) => void;
}
