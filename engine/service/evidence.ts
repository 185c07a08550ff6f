import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChainReport } from '#shared/model/chain.ts';
import type { TrailsReport } from '#shared/model/cloudtrail.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import type { Engagement, Moments, WorkOptions } from '#engine/engagement/index.ts';
import { ATTACHMENTS_FOLDER, addendaText, journalLines, resolveMoments } from '#engine/engagement/index.ts';
import {
  canonicalDigest,
  evidenceSheets,
  assessmentResults,
  findingEntries,
  jsonEntry,
  type PackagedFinding,
  packagedFindings,
  type PackagedRun,
  packagedRuns,
  type PackagedSource,
  packagedSources,
  type PackagedWork,
  packagedWork,
  populationEntries,
  procedureEntries,
  sourceEntries,
  textEntry,
  workEntries,
  type PackagedWorkpapers,
  packagedWorkpapers,
  workpaperEntries,
  workpaperSheets,
} from '#engine/evidence/content/index.ts';
import {
  buildPackage,
  type EvidencePredicate,
  type Json,
  type PayloadEntry,
  readPackageInfo,
  type RedactionRecord,
  redactionRecord,
} from '#engine/evidence/index.ts';
import type { Signer } from '#engine/keys/index.ts';
import { buildReport, listReports, type ReportModel } from '#engine/reports/index.ts';
import { renderEvidenceReport } from '#engine/evidence/content/report/index.ts';
import { storedProfiles } from './chain-profiles.ts';
import { verifyEngagementChains } from './chains.ts';
import { engagementTrails } from './cloudtrail.ts';
import type { EngineContext } from './context.ts';
import { requireFree } from './files.ts';

export interface PackageFacts {
  file: string;
  package_id: string;
  sha256: string;
  tag_manifest_sha256: string;
  payload_files: number;
  bytes: number;
}

export interface BuildRequest {
  signer: Signer;
  role: SignRole;
  path: string;
  without_sources: boolean;
  redactable: boolean;
}

/** Everything that a package says, gathered from the engagement before a byte is written. */
export interface EvidenceContent {
  settings: Engagement['settings'];
  moments: Moments;
  findings: PackagedFinding[];
  runs: PackagedRun[];
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

async function gather(engagement: Engagement, work: WorkOptions): Promise<EvidenceContent> {
  const { store, settings } = engagement;
  const chains = await verifyEngagementChains(engagement, work).catch((error: unknown) => {
    if (error instanceof TickmarkError && error.code === 'DATA_MISSING') return [];
    throw error;
  });
  const trails = await engagementTrails(engagement, work);
  const reports: ReportModel[] = [];
  for (const { id, about } of listReports()) {
    if (about === null) reports.push(await buildReport(engagement, id, {}));
  }
  return store.use(async (session) => ({
    settings,
    moments: await resolveMoments(session, settings),
    findings: await packagedFindings(session),
    runs: await packagedRuns(session),
    sources: await packagedSources(session),
    chains,
    trails,
    profiles: await storedProfiles(session),
    reports,
    work: await packagedWork(session, settings),
    workpapers: await packagedWorkpapers(session),
  }));
}

async function payload(
  content: EvidenceContent,
  engagement: Engagement,
  withSources: boolean,
  toolVersion: string,
): Promise<PayloadEntry[]> {
  const { settings, moments, findings, runs, sources, chains, trails, profiles, reports } = content;
  const { client, kind, period, timezone, parameters } = settings;
  return [
    jsonEntry('data/parameters.json', {
      format: 'tickmark-parameters/1',
      client,
      kind,
      period,
      as_of: moments.as_of_text,
      timezone,
      parameters,
      canonical_sha256: canonicalDigest(),
      chain_profiles: profiles.map(({ name, yaml }) => ({ name, yaml })),
    }),
    jsonEntry('data/integrity.json', { format: 'tickmark-integrity/1', chains, cloudtrail: trails }),
    ...(await findingEntries(findings, [...evidenceSheets(content), ...workpaperSheets(content.workpapers)])),
    ...procedureEntries(runs),
    ...(withSources
      ? await engagement.store.use((session) => populationEntries(session, engagement.workDir, runs))
      : []),
    jsonEntry(
      'data/oscal-assessment-results.json',
      assessmentResults({
        engagement_id: settings.id,
        client,
        kind,
        ...moments,
        tool_version: toolVersion,
        runs,
        findings,
      }),
    ),
    ...reports.map((report) => jsonEntry(`data/reports/${report.report}.json`, report)),
    ...sourceEntries(sources, engagement.sourcesDir, withSources, content.work.sheets),
    ...workEntries(content.work),
    ...workpaperEntries(content.workpapers, join(engagement.dir, ATTACHMENTS_FOLDER), withSources),
    {
      path: 'data/report.pdf',
      bytes: await renderEvidenceReport({
        ...content,
        client,
        kind,
        period,
        timezone,
        toolVersion,
        as_of: moments.as_of_text,
      }),
    },
  ];
}

function predicate(content: EvidenceContent, toolVersion: string): EvidencePredicate {
  return {
    engine_version: toolVersion,
    as_of: content.moments.as_of,
    procedures: content.runs.map(({ procedure, version, digest }) => ({
      id: procedure,
      version: String(version),
      sha256: digest,
    })),
    parameters: Object.fromEntries(content.runs.map(({ procedure, params }) => [procedure, params as Json])),
    sources: content.sources.map(({ name, sha256 }) => ({ name, sha256 })),
    chain_heads: content.chains.map(({ chain, events, head }) => ({ chain, events, head })),
  };
}

/** Sources as text by rows: what a person can be asked to withhold rows and cells of. */
async function redactable(
  content: EvidenceContent,
  files: readonly PayloadEntry[],
  work: WorkOptions,
): Promise<RedactionRecord> {
  const shapes = new Map<string, 'delimited' | 'lines'>();
  for (const { sha256, name, receipt } of content.sources) {
    const { format, encoding } = receipt;
    if (String(encoding).startsWith('utf-16')) continue;
    if (format === 'csv') shapes.set(`data/sources/${sha256}/${name}`, 'delimited');
    if (format === 'ndjson') shapes.set(`data/sources/${sha256}/${name}`, 'lines');
  }
  const sources = files.filter(({ path }) => path.startsWith('data/sources/'));
  const report = (done: number) =>
    work.onProgress?.({ phase: 'Hashing rows and cells', done, total: sources.length, unit: 'files' });
  report(0);
  return redactionRecord({
    sources,
    shapeOf: (path) => shapes.get(path) ?? null,
    seed: randomBytes(32),
    signal: work.signal,
    onSource: report,
  });
}

function stopIfCancelled({ signal }: WorkOptions): void {
  if (signal?.aborted) throw new TickmarkError('CANCELLED', 'The package was not written');
}

/** Builds and signs the package of the open engagement. Throws DATA_MISSING when no procedure was run. */
export async function buildEvidence(
  context: EngineContext,
  request: BuildRequest,
  work: WorkOptions,
): Promise<PackageFacts & { redaction?: { by_cells: string[]; as_whole: string[] } }> {
  if (request.redactable && request.without_sources) {
    throw new TickmarkError('BAD_ARGUMENT', 'a package without sources has nothing to redact');
  }
  if (request.role !== 'preparer') {
    throw new TickmarkError('PACKAGE_ROLE', 'a package is built by its preparer', {
      hint: 'Build it as preparer; the reviewer signs the finished file.',
    });
  }
  const { engagement, deps } = context;
  requireFree(request.path);
  work.onProgress?.({ phase: 'Gathering the evidence', done: 0, total: null, unit: 'files' });
  const content = await gather(engagement, work);
  stopIfCancelled(work);
  if (content.runs.every((run) => run.status === 'not_run')) {
    throw new TickmarkError('DATA_MISSING', 'no procedure was run yet', {
      hint: 'Run the procedures, then build the package.',
    });
  }
  const files = await payload(content, engagement, !request.without_sources, deps.toolVersion);
  stopIfCancelled(work);
  const redaction = request.redactable ? await redactable(content, files, work) : null;
  const journal = await engagement.store.use(journalLines);
  const addenda = await addendaText(engagement.dir);
  const signedAt = deps.now();
  const written = (done: number) =>
    work.onProgress?.({
      phase: 'Writing the package',
      done: Math.min(done, files.length),
      total: files.length,
      unit: 'files',
    });
  written(0);
  const built = await buildPackage({
    payload: files,
    bagInfo: {
      asOf: content.moments.as_of_text.slice(0, 10),
      sourceOrganization: content.settings.client,
      softwareAgent: `Tickmark ${deps.toolVersion}`,
      externalDescription: `Access evidence for ${content.settings.period.from} to ${content.settings.period.to}`,
    },
    record: [
      ...(redaction?.entries ?? []),
      textEntry('record/journal.ndjson', journal.map((line) => `${line}\n`).join('')),
      ...(addenda === '' ? [] : [textEntry('record/addenda.ndjson', addenda)]),
      jsonEntry('record/times.json', {
        built_at: signedAt,
        built_by: deps.actor,
        engine_version: deps.toolVersion,
        journal: await engagement.journalHead(),
      }),
    ],
    predicate: predicate(content, deps.toolVersion),
    signer: request.signer,
    role: 'preparer',
    signedAt,
    out: request.path,
    onFile: written,
    ...(work.signal ? { signal: work.signal } : {}),
  });
  const facts = await describePackage(request.path);
  const identity = {
    package_id: built.id,
    sha256: facts.sha256,
    tag_manifest_sha256: built.tagManifestSha256,
  };
  if (engagement.settings.locked === null) {
    await engagement.change('package_built', async () => ({
      value: null,
      details: { ...identity, role: 'preparer' },
    }));
  } else {
    await engagement.addAddendum({
      reason: 'A package was built after sign-off',
      text: `${identity.package_id}, SHA-256 ${identity.sha256}`,
      files: [],
    });
  }
  return {
    ...facts,
    ...(redaction === null
      ? {}
      : { redaction: { by_cells: redaction.byCells, as_whole: redaction.asWhole } }),
  };
}

/** Identity of a package file: its name inside, digests and size. */
export async function describePackage(path: string): Promise<PackageFacts> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  const info = await readPackageInfo(path);
  return {
    file: path,
    package_id: info.id,
    sha256: hash.digest('hex'),
    tag_manifest_sha256: info.tagManifestSha256,
    payload_files: info.payloadFiles,
    bytes: (await stat(path)).size,
  };
}
