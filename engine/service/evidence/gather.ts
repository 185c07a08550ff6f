import type { ChainReport } from '#shared/model/chain.ts';
import type { TrailsReport } from '#shared/model/cloudtrail.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, type Moments, resolveMoments, type WorkOptions } from '#engine/engagement/index.ts';
import {
  type PackagedFinding,
  packagedFindings,
  type PackagedRun,
  packagedRuns,
  type PackagedSource,
  packagedSources,
  type PackagedWork,
  packagedWork,
  type PackagedWorkpapers,
  packagedWorkpapers,
} from '#engine/evidence/content/index.ts';
import { buildReports, type ReportModel } from '#engine/reports/index.ts';
import { type Catalogue, engagementProcedures } from '#engine/runner/index.ts';
import { storedProfiles } from '../chain-profiles.ts';
import { verifyEngagementChains } from '../chains.ts';
import { engagementTrails } from '../cloudtrail.ts';
import { stopIfCancelled } from './cancelled.ts';

/** Everything that a package says, gathered from the engagement before a byte is written. */
export interface EvidenceContent {
  settings: Engagement['settings'];
  moments: Moments;
  findings: PackagedFinding[];
  runs: PackagedRun[];
  /** What the runs were made with. */
  procedures: Catalogue;
  sources: PackagedSource[];
  chains: ChainReport[];
  /** CloudTrail trails among the sources; null without any digest. */
  trails: TrailsReport | null;
  /** Hash-chain profiles that were written for this engagement. */
  profiles: { name: string; yaml: string }[];
  reports: ReportModel[];
  /** Sheets, mappings, replaced files and requested items. */
  work: PackagedWork;
  /** Samples, the control matrix, attachments. */
  workpapers: PackagedWorkpapers;
}

/** Throws DATA_MISSING when no procedure was run, before the dear parts are worked out. */
export async function gatherEvidence(engagement: Engagement, work: WorkOptions): Promise<EvidenceContent> {
  const { store, settings } = engagement;
  work.onProgress?.({ phase: 'Gathering the evidence', done: 0, total: null, unit: 'files' });
  const runs = await store.use(packagedRuns);
  if (runs.every((run) => run.status === 'not_run')) {
    throw new TickmarkError('DATA_MISSING', 'no procedure was run yet', {
      hint: 'Run the procedures, then build the package.',
    });
  }
  const chains = await verifyEngagementChains(engagement, work).catch((error: unknown) => {
    if (error instanceof TickmarkError && error.code === 'DATA_MISSING') return [];
    throw error;
  });
  const trails = await engagementTrails(engagement, work);
  const reports = await buildReports(engagement, {
    onReport: (done, total) => {
      stopIfCancelled(work);
      work.onProgress?.({ phase: 'Working out the reports', done, total, unit: 'reports' });
    },
  });
  return store.use(async (session) => ({
    settings,
    moments: await resolveMoments(session, settings),
    findings: await packagedFindings(session),
    runs,
    procedures: await engagementProcedures(session),
    sources: await packagedSources(session),
    chains,
    trails,
    profiles: await storedProfiles(session),
    reports,
    work: await packagedWork(session, settings),
    workpapers: await packagedWorkpapers(session),
  }));
}
