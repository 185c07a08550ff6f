import type { ChainReport } from '#shared/model/chain.ts';
import type { TrailsReport } from '#shared/model/cloudtrail.ts';
import type { ReportModel } from '#shared/contract/schemas.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';
import { type Catalogue, type Procedure, SHIPPED } from '#engine/runner/index.ts';
import type { Block } from '#engine/render/document.ts';
import type { PackagedFinding } from '../findings.ts';
import type { PackagedRun } from '../procedures.ts';
import type { PackagedSource } from '../sources.ts';
import type { PackagedWork } from '../work.ts';
import type { PackagedWorkpapers } from '../workpapers.ts';
import { grouped } from '#shared/model/grouped.ts';

export { grouped };

/** What the printed report is made from. */
export interface ReportContent {
  client: string;
  kind: 'internal' | 'external';
  period: { from: string; to: string };
  as_of: string;
  timezone: string;
  toolVersion: string;
  findings: readonly PackagedFinding[];
  /** Procedures of the engagement; absent where it has none of its own. */
  procedures?: Catalogue;
  runs: readonly PackagedRun[];
  sources: readonly PackagedSource[];
  chains: readonly ChainReport[];
  /** CloudTrail trails; null or absent without any digest. */
  trails?: TrailsReport | null;
  reports: readonly ReportModel[];
  /** What people stated about the sources, and what was asked of the client. */
  work?: PackagedWork;
  /** Samples and the control matrix. */
  workpapers?: PackagedWorkpapers;
}

export const CHAIN_MARKS: Readonly<Record<ChainReport['verdict'], VerdictMark>> = {
  intact: 'holds',
  broken: 'fails',
  not_proven: 'not_proven',
};

/** What a run was made with. */
export function procedureOf(content: Pick<ReportContent, 'procedures'>, run: PackagedRun): Procedure {
  return (content.procedures ?? SHIPPED).ofRun(run);
}

/** "1 file", "2 files". */
export function counted(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Mark and words of a run: never a count without its population. `short` is for where the reason stands elsewhere. */
export function runVerdict(run: PackagedRun): { mark: VerdictMark; text: string; short: string } {
  if (run.status === 'missing_input')
    return { mark: 'missing', text: run.message ?? 'input missing', short: 'input missing' };
  if (run.status === 'error') {
    return {
      mark: 'missing',
      text: `could not be carried out: ${run.message ?? 'unknown error'}`,
      short: 'could not be carried out',
    };
  }
  if (run.status === 'not_run') return { mark: 'not_run', text: run.message ?? 'not run', short: 'not run' };
  if (run.status === 'no_data' || run.population === null || run.population === 0) {
    return { mark: 'not_run', text: 'no data: nothing was there to test', short: 'no data' };
  }
  const text = [
    `${grouped(run.failing ?? 0)} of ${grouped(run.population)}`,
    ...(run.exceptions && run.exceptions !== run.failing ? [counted(run.exceptions, 'exception')] : []),
    ...(run.leads ? [counted(run.leads, 'lead')] : []),
    ...(run.indeterminate ? [`${grouped(run.indeterminate)} undecided`] : []),
  ].join(', ');
  return {
    mark: run.exceptions ? 'fails' : run.indeterminate || run.leads ? 'not_proven' : 'holds',
    text,
    short: text,
  };
}

/** The middle of a long digest left out; the machine-readable files carry it whole. */
export function shortHash(hash: string): string {
  return hash.length > 20 ? `${hash.slice(0, 10)}…${hash.slice(-8)}` : hash;
}

export type { Block };
