import { join } from 'node:path';
import { ATTACHMENTS_FOLDER, type Engagement } from '#engine/engagement/index.ts';
import {
  assessmentResults,
  canonicalDigest,
  crateEntry,
  evidenceSheets,
  findingEntries,
  jsonEntry,
  populationEntries,
  procedureEntries,
  sourceEntries,
  workEntries,
  workpaperEntries,
  workpaperSheets,
} from '#engine/evidence/content/index.ts';
import { renderEvidenceReport } from '#engine/evidence/content/report/index.ts';
import type { PayloadEntry } from '#engine/evidence/index.ts';
import type { EvidenceContent } from './gather.ts';

/** The files under `data/`: they follow from the content and the version of the software alone. */
export async function payloadEntries(
  content: EvidenceContent,
  engagement: Engagement,
  withSources: boolean,
  toolVersion: string,
): Promise<PayloadEntry[]> {
  const entries = await contentEntries(content, engagement, withSources, toolVersion);
  const { client, period } = content.settings;
  const crate = { client, period, as_of: content.moments.as_of_text.slice(0, 10), tool_version: toolVersion };
  return [...entries, crateEntry(crate, entries)];
}

async function contentEntries(
  content: EvidenceContent,
  engagement: Engagement,
  withSources: boolean,
  toolVersion: string,
): Promise<PayloadEntry[]> {
  const { settings, moments, findings, runs, procedures, sources, chains, trails, profiles, reports } =
    content;
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
    ...procedureEntries(runs, procedures),
    ...(withSources
      ? await engagement.store.use((session) =>
          populationEntries(session, engagement.workDir, runs, procedures),
        )
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
        procedures,
      }),
    ),
    ...reports.map((report) => jsonEntry(`data/reports/${report.report}.json`, report)),
    ...sourceEntries(sources, engagement.sourcesDir, withSources, content.work.sheets),
    ...workEntries(content.work),
    ...workpaperEntries(content.workpapers, join(engagement.dir, ATTACHMENTS_FOLDER), withSources),
    { path: 'data/report.pdf', bytes: await reportPdf(content, toolVersion) },
  ];
}

/** The report of the package, the same bytes whether it is looked at before or built in. */
export function reportPdf(content: EvidenceContent, toolVersion: string): Promise<Uint8Array> {
  const { client, kind, period, timezone } = content.settings;
  return renderEvidenceReport({
    ...content,
    client,
    kind,
    period,
    timezone,
    toolVersion,
    as_of: content.moments.as_of_text,
  });
}
