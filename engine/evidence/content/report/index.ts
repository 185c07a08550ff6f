import { renderPdf } from '#engine/render/pdf/render.ts';
import { counted, type ReportContent } from './parts.ts';
import { findingBlocks } from './findings.ts';
import { integrityBlocks } from './integrity.ts';
import { retentionBlocks } from './retention.ts';
import { receivedBlocks } from './received.ts';
import { appendixBlocks, frameworkBlocks } from './reference.ts';
import { resultBlocks } from './results.ts';
import { signoffBlocks } from './signoffs.ts';
import { coverVerdicts, methodBlocks, summaryBlocks } from './summary.ts';
import { workpaperBlocks } from './workpapers.ts';

export type { ReportContent } from './parts.ts';

/** data/report.pdf: unsigned, the same bytes from the same content. */
export function renderEvidenceReport(content: ReportContent): Promise<Uint8Array> {
  const { client, kind, period, as_of, timezone, toolVersion, sources } = content;
  return renderPdf({
    title: 'Access evidence report',
    subtitle: `${client}, ${period.from} to ${period.to}`,
    footer: `${client} · access evidence ${period.from} to ${period.to} · as of ${as_of}`,
    cover: [
      ['Client', client],
      ['Engagement', kind === 'external' ? 'external audit' : 'internal audit'],
      ['Period', `${period.from} to ${period.to}, both days included`],
      ['As of', `${as_of} (a date means 00:00 of that day)`],
      ['Time zone', timezone],
      ['Sources', `${counted(sources.length, 'file')}, listed with their digests under Information received`],
      ['Made with', `Tickmark ${toolVersion}`],
      ['Signatures', 'Outside this file: see VERIFY.md in the package'],
    ],
    verdicts: coverVerdicts(content),
    blocks: [
      ...summaryBlocks(content),
      ...methodBlocks(content),
      ...integrityBlocks(content),
      ...retentionBlocks(content),
      ...resultBlocks(content.reports, period),
      ...findingBlocks(content),
      ...workpaperBlocks(content),
      ...receivedBlocks(content),
      ...frameworkBlocks(content),
      ...signoffBlocks(),
      ...appendixBlocks(content),
    ],
  });
}
