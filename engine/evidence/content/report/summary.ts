import { SEVERITIES } from '#shared/model/vocabulary.ts';
import { findProcedure } from '#engine/runner/index.ts';
import { type Block, CHAIN_MARKS, grouped, type ReportContent, runVerdict } from './parts.ts';

/** The first page after the cover: what was found, and what could not be said. */
export function summaryBlocks(content: ReportContent): Block[] {
  const { findings, runs, sources, chains } = content;
  const receipts = sources.map(({ receipt }) => receipt as { read: number; loaded: number; rejected: number });
  const sum = (name: 'read' | 'loaded' | 'rejected') => receipts.reduce((total, receipt) => total + Number(receipt[name] ?? 0), 0);
  const made = runs.filter((run) => run.status === 'completed' && (run.population ?? 0) > 0);
  const unmade = runs.length - made.length;
  const by = SEVERITIES.map((severity) => `${grouped(findings.filter((finding) => finding.severity === severity && finding.outcome === 'exception').length)} ${severity}`);
  return [
    { kind: 'page' },
    { kind: 'heading', level: 1, text: 'Summary' },
    {
      kind: 'facts',
      rows: [
        ['Sources', `${grouped(sources.length)} files: ${grouped(sum('read'))} records read = ${grouped(sum('loaded'))} loaded + ${grouped(sum('rejected'))} rejected`],
        ['Tests made', `${made.length} of ${runs.length}; ${unmade} could not be made or had nothing to test (listed under Procedures)`],
        ['Exceptions', by.join(', ')],
        ['Leads', `${grouped(findings.filter((finding) => finding.outcome === 'lead').length)} (they point, they do not conclude)`],
        ['Undecided', grouped(findings.filter((finding) => finding.outcome === 'indeterminate').length)],
      ],
    },
    { kind: 'heading', level: 2, text: 'Audit trails' },
    ...(chains.length === 0
      ? [{ kind: 'verdict', mark: 'missing', text: 'No hash-chained audit trail was received.' } as const]
      : chains.map((chain): Block => ({ kind: 'verdict', mark: CHAIN_MARKS[chain.verdict], text: `${chain.chain}: ${chain.verdict.replace('_', ' ')} (${grouped(chain.events)} events)` }))),
    { kind: 'heading', level: 2, text: 'Results by procedure' },
    {
      kind: 'table',
      columns: [
        { header: '', share: 0.04, mark: true },
        { header: 'Expected state', share: 0.46 },
        { header: 'Procedure', share: 0.24, mono: true },
        { header: 'Exceptions of population', share: 0.26 },
      ],
      rows: runs.map((run) => {
        const verdict = runVerdict(run);
        return [verdict.mark, findProcedure(run.procedure).meta.title, run.procedure, verdict.text];
      }),
    },
  ];
}

/** How the work was done, and what it rests on. */
export function methodBlocks(content: ReportContent): Block[] {
  return [
    { kind: 'heading', level: 1, text: 'Scope and method' },
    {
      kind: 'paragraph',
      text: `Every conclusion was recomputed from the files that ${content.client} handed over; the client’s own conclusions were not relied on. Point-in-time tests look at ${content.as_of} (00:00, ${content.timezone}, when only a date is given). Tests of logs and changes cover the whole period.`,
    },
    {
      kind: 'list',
      items: [
        'Each file was hashed when it was received and is kept byte for byte; each record was loaded or rejected with a reason.',
        'Each procedure is one SQL statement or program over the loaded records; its text is in data/procedures, its parameters in data/runs.json.',
        'A test that could not be made never counts as “no exceptions”: it is listed with what is missing.',
        'Anyone who holds this package can do the work again: same sources, parameters and moment give the same findings.',
        'Figures of this report describe records. They are not a statement of compliance with any framework.',
      ],
    },
  ];
}
