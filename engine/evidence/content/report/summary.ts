import { SEVERITIES, type Severity, type VerdictMark } from '#shared/model/vocabulary.ts';
import {
  type Block,
  CHAIN_MARKS,
  counted,
  grouped,
  procedureOf,
  type ReportContent,
  runVerdict,
} from './parts.ts';
import { trailVerdicts } from './trails.ts';

/** The conclusions in a line each, as they stand on the cover. */
export function coverVerdicts({
  runs,
  chains,
  trails,
  findings,
}: ReportContent): { mark: VerdictMark; text: string }[] {
  const marks = runs.map((run) => runVerdict(run).mark);
  const count = (mark: VerdictMark) => marks.filter((candidate) => candidate === mark).length;
  const exceptions = findings.filter((finding) => finding.outcome === 'exception').length;
  const all: { mark: VerdictMark; text: string; tests: number }[] = [
    { mark: 'fails', tests: count('fails'), text: `found exceptions: ${grouped(exceptions)} in all` },
    {
      mark: 'not_proven',
      tests: count('not_proven'),
      text: 'found leads, or subjects that could not be decided',
    },
    { mark: 'holds', tests: count('holds'), text: 'found no exceptions in their population' },
    { mark: 'missing', tests: count('missing'), text: 'could not be made' },
    { mark: 'not_run', tests: count('not_run'), text: 'had nothing to test, or were not run' },
  ];
  return [
    ...all
      .filter(({ tests }) => tests > 0)
      .map(({ mark, tests, text }) => ({ mark, text: `${tests} of ${runs.length} tests ${text}` })),
    ...chainVerdicts(chains),
    ...trailVerdicts(trails),
  ];
}

function chainVerdicts(chains: ReportContent['chains']): { mark: VerdictMark; text: string }[] {
  if (chains.length === 0) return [{ mark: 'missing', text: 'No hash-chained audit trail was received.' }];
  return chains.map((chain) => ({
    mark: CHAIN_MARKS[chain.verdict],
    text: `${chain.chain}: ${chain.verdict.replace('_', ' ')} (${counted(chain.events, 'event')})`,
  }));
}

/** The first page after the cover: what was found, and what could not be said. */
export function summaryBlocks(content: ReportContent): Block[] {
  const { findings, runs, sources, chains } = content;
  const receipts = sources.map(
    ({ receipt }) => receipt as { read: number; loaded: number; rejected: number },
  );
  const sum = (name: 'read' | 'loaded' | 'rejected') =>
    receipts.reduce((total, receipt) => total + Number(receipt[name] ?? 0), 0);
  const made = runs.filter((run) => run.status === 'completed' && (run.population ?? 0) > 0);
  const unmade = runs.length - made.length;
  const exceptions = findings.filter((finding) => finding.outcome === 'exception');
  return [
    { kind: 'heading', level: 1, text: 'Summary' },
    {
      kind: 'facts',
      rows: [
        [
          'Sources',
          `${counted(sources.length, 'file')}: ${grouped(sum('read'))} records read = ${grouped(sum('loaded'))} loaded + ${grouped(sum('rejected'))} rejected`,
        ],
        [
          'Tests made',
          unmade === 0
            ? `all ${made.length}`
            : `${made.length} of ${runs.length}; ${unmade} could not be made or had nothing to test, as listed below`,
        ],
        ['Exceptions', grouped(exceptions.length)],
        [
          'Leads',
          `${grouped(findings.filter((finding) => finding.outcome === 'lead').length)} (they point, they do not conclude)`,
        ],
        ['Undecided', grouped(findings.filter((finding) => finding.outcome === 'indeterminate').length)],
      ],
    },
    ...(exceptions.length === 0
      ? []
      : [{ kind: 'bars', rows: SEVERITIES.map((severity) => severityBar(severity, exceptions)) } as const]),
    { kind: 'heading', level: 2, text: 'Audit trails' },
    ...chainVerdicts(chains).map((verdict): Block => ({ kind: 'verdict', ...verdict })),
    { kind: 'heading', level: 2, text: 'Results by procedure' },
    {
      kind: 'table',
      columns: [
        { header: 'Verdict', share: 0.06, mark: true },
        { header: 'Expected state', share: 0.46 },
        { header: 'Procedure', share: 0.1, mono: true },
        { header: 'Failing of population, or why not', share: 0.38 },
      ],
      rows: runs.map((run) => {
        const verdict = runVerdict(run);
        return [verdict.mark, procedureOf(content, run).meta.title, run.procedure, verdict.text];
      }),
    },
  ];
}

function severityBar(severity: Severity, exceptions: ReportContent['findings']) {
  const count = exceptions.filter((finding) => finding.severity === severity).length;
  return {
    label: severity[0]!.toUpperCase() + severity.slice(1),
    value: `${grouped(count)} of ${grouped(exceptions.length)}`,
    share: count / exceptions.length,
  };
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
