import type { PackagedFinding } from '../findings.ts';
import { type Block, grouped, procedureOf, type ReportContent, runVerdict } from './parts.ts';

const PARTS = ['criteria', 'cause', 'effect', 'recommendation'] as const;

/** By procedure and reason: what should be, why it matters, what to do, and every subject. */
export function findingBlocks(content: ReportContent): Block[] {
  const { findings, runs } = content;
  const byProcedure = groups(findings, (finding) => finding.procedure);
  const sections = runs.flatMap((run): Block[] => {
    const own = byProcedure.get(run.procedure);
    if (own === undefined) return [];
    const { meta } = procedureOf(content, run);
    return [
      { kind: 'heading', level: 2, text: meta.title },
      {
        kind: 'paragraph',
        tone: 'quiet',
        text: `${run.procedure}, version ${run.version}: ${runVerdict(run).text}`,
      },
      ...[...groups(own, (finding) => finding.reason_code)].flatMap(([reason, same]) =>
        reasonBlocks(meta.reasons[reason]?.title ?? reason.replaceAll('_', ' '), same),
      ),
    ];
  });
  const made = runs.some(({ status }) => status === 'completed');
  const none = `${made ? 'The tests that were made found nothing.' : 'No test was made.'} What was not tested is listed under Results by procedure.`;
  return [
    { kind: 'heading', level: 1, text: 'Findings' },
    ...(sections.length === 0 ? [{ kind: 'paragraph', text: none } as const] : sections),
  ];
}

function groups(
  findings: readonly PackagedFinding[],
  keyOf: (finding: PackagedFinding) => string,
): Map<string, PackagedFinding[]> {
  const found = new Map<string, PackagedFinding[]>();
  for (const finding of findings) {
    const group = found.get(keyOf(finding)) ?? [];
    group.push(finding);
    found.set(keyOf(finding), group);
  }
  return found;
}

function reasonBlocks(title: string, findings: readonly PackagedFinding[]): Block[] {
  const first = findings[0]!;
  // A text that differs from finding to finding stands in findings.json; here is what holds for all of them.
  const shared = PARTS.filter(
    (part) => first.text[part] !== '' && findings.every(({ text }) => text[part] === first.text[part]),
  );
  const facts = shared.map((part): [string, string] => [capital(part), first.text[part]]);
  const sameDisposition = findings.every(
    ({ disposition, note }) => disposition === first.disposition && note === null,
  );
  if (sameDisposition) facts.push(['Disposition', first.disposition.replaceAll('_', ' ')]);
  const noted = findings.some(({ note }) => note !== null);
  // Where each condition names its subject in full, the subject need not be said twice.
  const named = findings.every(({ subject_id, text }) =>
    subject_id.split('|').every((part) => text.condition.includes(part)),
  );
  return [
    {
      kind: 'verdict',
      mark: first.outcome === 'exception' ? 'fails' : 'not_proven',
      text: `${title}: ${counts(findings)}`,
    },
    { kind: 'facts', rows: facts },
    {
      kind: 'table',
      columns: [
        { header: 'Finding', share: 0.2, mono: true },
        ...(named ? [] : [{ header: capital(first.subject_type.replaceAll('_', ' ')), share: 0.34 }]),
        { header: 'Condition', share: 0.48 },
        ...(sameDisposition ? [] : [{ header: 'Disposition', share: noted ? 0.4 : 0.18 }]),
      ],
      rows: findings.map(({ id, subject_id, text, disposition, note }) => [
        id,
        ...(named ? [] : [subject_id.replaceAll('|', ' | ')]),
        text.condition,
        note === null ? disposition.replaceAll('_', ' ') : `${disposition.replaceAll('_', ' ')}: ${note}`,
      ]),
    },
  ];
}

/** "3 high, 1 low", leads and undecided subjects by their name. */
function counts(findings: readonly PackagedFinding[]): string {
  const kinds = groups(findings, ({ outcome, severity }) =>
    outcome === 'exception' ? severity : outcome === 'lead' ? 'to be looked at' : 'undecided',
  );
  return [...kinds].map(([kind, own]) => `${grouped(own.length)} ${kind}`).join(', ');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
