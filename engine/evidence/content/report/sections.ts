import type { ReportModel } from '#shared/contract/schemas.ts';
import { listFrameworks } from '#engine/frameworks/index.ts';
import { findProcedure } from '#engine/runner/index.ts';
import type { PackagedFinding } from '../findings.ts';
import { type Block, CHAIN_MARKS, grouped, type ReportContent, runVerdict, shortHash } from './parts.ts';

export function integrityBlocks({ chains }: ReportContent): Block[] {
  if (chains.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: 'Integrity of the audit trails' },
    ...chains.flatMap((chain): Block[] => [
      { kind: 'heading', level: 2, text: chain.chain },
      { kind: 'verdict', mark: CHAIN_MARKS[chain.verdict], text: chain.verdict.replace('_', ' ') },
      { kind: 'list', items: chain.statement },
      {
        kind: 'facts',
        rows: [
          ['Profile', chain.profile],
          ['Events', grouped(chain.events)],
          ['First and last event', `${chain.first_id ?? '–'} to ${chain.last_id ?? '–'}`],
          ['Head', chain.head ?? '–'],
          ['Not proven', chain.not_proven.length === 0 ? 'nothing' : chain.not_proven.join(', ')],
          ...chain.warnings.map((warning): [string, string] => ['Warning', warning]),
        ],
      },
      ...(chain.breaks.length === 0
        ? []
        : [
            {
              kind: 'table',
              columns: [
                { header: 'Kind', share: 0.16 },
                { header: 'Record', share: 0.1, align: 'right' },
                { header: 'Event', share: 0.18, mono: true },
                { header: 'What does not hold', share: 0.56 },
              ],
              rows: chain.breaks.map((item) => [item.kind, grouped(item.index), item.event_id ?? '', item.detail]),
            } as const,
          ]),
    ]),
  ];
}

export function receiptBlocks({ sources }: ReportContent): Block[] {
  return [
    { kind: 'heading', level: 1, text: 'Information received' },
    { kind: 'paragraph', text: 'One line a file, in the order of import. The whole receipts, with control totals, date ranges and every rejected record, are in data/receipts.' },
    {
      kind: 'table',
      columns: [
        { header: 'File', share: 0.36 },
        { header: 'Read as', share: 0.2 },
        { header: 'Read', share: 0.1, align: 'right' },
        { header: 'Loaded', share: 0.1, align: 'right' },
        { header: 'Rejected', share: 0.08, align: 'right' },
        { header: 'SHA-256', share: 0.16, mono: true },
      ],
      rows: sources.map(({ name, reader, sha256, receipt }) => [
        String(receipt['file'] ?? name),
        reader ?? 'not mapped',
        grouped(Number(receipt['read'])),
        grouped(Number(receipt['loaded'])),
        grouped(Number(receipt['rejected'])),
        shortHash(sha256),
      ]),
    },
  ];
}

/** Reports as they read on the terminal; the shares of coverage also as bars. */
export function reportBlocks(reports: readonly ReportModel[]): Block[] {
  return reports.flatMap((report): Block[] => [
    { kind: 'heading', level: 1, text: report.title },
    ...(report.report === 'coverage' ? [coverageBars(report)] : []),
    ...report.sections.flatMap(({ heading, lines }): Block[] => [
      ...(heading === '' ? [] : [{ kind: 'heading', level: 2, text: heading } as const]),
      { kind: 'facts', rows: lines.map(({ label, value, note }): [string, string] => [label, note === undefined ? value : `${value} (${note})`]) },
    ]),
    ...report.notes.map((text): Block => ({ kind: 'paragraph', tone: 'quiet', text })),
  ]);
}

function coverageBars({ figures }: ReportModel): Block {
  const count = (name: string) => Number(figures[name] ?? 0);
  const total = count('grants');
  const bar = (label: string, name: string) => ({ label, value: `${grouped(count(name))} (${String(figures[`${name}_percent`] ?? 'n/a')}%)`, share: total === 0 ? 0 : count(name) / total });
  return { kind: 'bars', rows: [bar('Covered by policy', 'by_policy'), bar('Documented exceptions', 'by_exception'), bar('Drift', 'drift')] };
}

/** By procedure: what should be, what was found, why it matters, and every subject. */
export function findingBlocks({ findings, runs }: ReportContent): Block[] {
  const sections = runs.flatMap((run): Block[] => {
    const own = findings.filter((finding) => finding.procedure === run.procedure);
    if (own.length === 0) return [];
    const { meta } = findProcedure(run.procedure);
    return [{ kind: 'heading', level: 2, text: meta.title }, { kind: 'paragraph', tone: 'quiet', text: `${run.procedure}, version ${run.version}: ${runVerdict(run).text}` }, ...reasonBlocks(own)];
  });
  return [
    { kind: 'heading', level: 1, text: 'Findings' },
    ...(sections.length === 0 ? [{ kind: 'paragraph', text: 'The tests that were made found no exceptions. What was not tested is listed under Results by procedure.' } as const] : sections),
  ];
}

function reasonBlocks(findings: readonly PackagedFinding[]): Block[] {
  const reasons = [...new Set(findings.map((finding) => finding.reason_code))];
  return reasons.flatMap((reason): Block[] => {
    const own = findings.filter((finding) => finding.reason_code === reason);
    const first = own[0]!;
    const texts: [string, string][] = (['criteria', 'cause', 'effect', 'recommendation'] as const).flatMap((part) => {
      const text = first.text[part];
      // Texts that differ from finding to finding stand in findings.json; here only what holds for all of them.
      return text !== '' && own.every((finding) => finding.text[part] === text) ? [[part[0]!.toUpperCase() + part.slice(1), text] as [string, string]] : [];
    });
    return [
      { kind: 'verdict', mark: first.outcome === 'exception' ? 'fails' : 'not_proven', text: `${reason.replaceAll('_', ' ')}: ${grouped(own.length)} ${first.outcome === 'exception' ? first.severity : first.outcome}` },
      ...(texts.length === 0 ? [] : [{ kind: 'facts', rows: texts } as const]),
      {
        kind: 'table',
        columns: [
          { header: 'Finding', share: 0.2, mono: true },
          { header: 'Condition', share: 0.62 },
          { header: 'Disposition', share: 0.18 },
        ],
        rows: own.map((finding) => [finding.id, finding.text.condition, finding.disposition.replaceAll('_', ' ')]),
      },
    ];
  });
}

/** Requirement → procedures → what came of them. */
export function frameworkBlocks({ runs }: ReportContent): Block[] {
  const verdicts = new Map(runs.map((run) => [run.procedure, runVerdict(run)]));
  return [
    { kind: 'heading', level: 1, text: 'Requirements served' },
    { kind: 'paragraph', text: 'Which procedures bear on which requirement, and what they showed. A mapping is our reading; it is no statement of compliance.' },
    ...listFrameworks().flatMap((framework): Block[] => [
      { kind: 'heading', level: 2, text: framework.name },
      {
        kind: 'table',
        columns: [
          { header: 'Requirement', share: 0.18 },
          { header: 'In our words', share: 0.42 },
          { header: 'Procedures', share: 0.4 },
        ],
        rows: framework.requirements.map((requirement) => [
          requirement.id,
          requirement.summary,
          requirement.procedures.map((id) => `${id} (${verdicts.get(id)?.text ?? 'not in this build'})`).join('; '),
        ]),
      },
    ]),
  ];
}

/** The statements themselves, so that a reader can follow each test. */
export function appendixBlocks({ runs }: ReportContent): Block[] {
  return [
    { kind: 'page' },
    { kind: 'heading', level: 1, text: 'Appendix: the tests as they were run' },
    { kind: 'paragraph', text: 'Tables and shared questions are defined in data/procedures/canonical.sql. Digests are SHA-256 over the text of a procedure and its population query.' },
    ...runs
      .filter((run) => run.status !== 'not_run')
      .flatMap((run): Block[] => {
        const { sql, source } = findProcedure(run.procedure);
        const parameters = Object.entries((run.params ?? {}) as Record<string, unknown>).map(([name, value]) => `${name} = ${String(value)}`);
        return [
          { kind: 'heading', level: 2, text: run.procedure },
          { kind: 'facts', rows: [['Version and digest', `${run.version}, ${run.digest}`], ['Parameters', parameters.length === 0 ? 'none' : parameters.join(', ')]] },
          { kind: 'code', title: sql === null ? 'Program' : 'SQL', text: (sql ?? source).trim() },
        ];
      }),
  ];
}
