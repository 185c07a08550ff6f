import type { Result } from '#shared/contract/methods.ts';
import type { ProcedureView } from '#shared/contract/schemas.ts';
import type { RunStatus, VerdictMark } from '#shared/model/vocabulary.ts';
import type { Chain } from '../../app/chains.ts';
import type { Place } from '../../app/places.ts';
import { plural } from '../../data/format.ts';
import { overviewWords as t } from '../../strings/overview.ts';

export interface Block {
  verdict: VerdictMark;
  text: string;
  place: Place;
  query?: Record<string, string>;
}

/** One thing that blocks, or many of one kind under their number. */
export type BlockEntry = Block | { verdict: VerdictMark; text: string; blocks: readonly Block[] };

interface Standing {
  procedures: readonly ProcedureView[];
  chains: readonly Chain[];
  rejected: number;
  unmapped: number;
  openCritical: number;
  /** Requests to the client whose day has passed. */
  overdueRequests: number;
  deadlines: Result<'signoff.state'>['deadlines'];
}

/** As many of one kind stand side by side; more are folded under their number. */
const SHOWN = 2;

function folded(blocks: readonly Block[], text: (count: number) => string): BlockEntry[] {
  const [first] = blocks;
  if (first === undefined || blocks.length <= SHOWN) return [...blocks];
  return [{ verdict: first.verdict, text: text(blocks.length), blocks }];
}

/** What keeps the auditor from concluding, gravest first. */
export function blocksOf(standing: Standing): BlockEntry[] {
  const { procedures, rejected, unmapped, openCritical, overdueRequests } = standing;
  const entries: BlockEntry[] = [...deadlineBlocks(standing.deadlines), ...chainBlocks(standing.chains)];
  if (openCritical > 0) {
    entries.push({
      verdict: 'fails',
      text: t.blockCritical(plural(openCritical, t.criticalFinding)),
      place: 'findings',
      query: { severity: '=critical', disposition: '=open' },
    });
  }
  if (overdueRequests > 0) {
    entries.push({
      verdict: 'missing',
      text: t.blockRequests(plural(overdueRequests, t.request)),
      place: 'sources',
      query: { view: 'requested' },
    });
  }
  entries.push(...procedureBlocks(procedures));
  if (rejected > 0) {
    entries.push({
      verdict: 'missing',
      text: t.blockRejects(plural(rejected, t.record)),
      place: 'sources',
      query: { rejected: '>0' },
    });
  }
  if (unmapped > 0) {
    entries.push({
      verdict: 'missing',
      text: t.blockUnmapped(plural(unmapped, t.file)),
      place: 'sources',
      query: { reader: '∅' },
    });
  }
  return entries;
}

function deadlineBlocks(deadlines: Standing['deadlines']): Block[] {
  return deadlines.flatMap(({ what, due, days_left, state }): Block[] => {
    const days = plural(Math.abs(days_left), t.day);
    if (what === 'retention') {
      const near: Block = { verdict: 'missing', text: t.blockKept(due, days), place: 'package' };
      return state === 'near' ? [near] : [];
    }
    if (state === 'overdue') return [{ verdict: 'fails', text: t.blockOverdue(due, days), place: 'package' }];
    if (state === 'near') return [{ verdict: 'missing', text: t.blockNear(due, days), place: 'package' }];
    return [];
  });
}

function chainBlocks(chains: readonly Chain[]): BlockEntry[] {
  const broken = chains.filter(({ verdict }) => verdict === 'broken');
  const open = chains.filter(
    ({ verdict, not_proven }) => verdict !== 'broken' && not_proven.includes('tail'),
  );
  const block = (verdict: VerdictMark, text: string): Block => ({ verdict, text, place: 'integrity' });
  return [
    ...folded(
      broken.map(({ chain }) => block('fails', t.blockBroken(chain))),
      (count) => t.blocksBroken(plural(count, t.chain)),
    ),
    ...folded(
      open.map(({ chain }) => block('not_proven', t.blockTail(chain))),
      (count) => t.blocksTail(plural(count, t.chain)),
    ),
  ];
}

function procedureBlocks(procedures: readonly ProcedureView[]): BlockEntry[] {
  const tests = (count: number): string => plural(count, t.procedure);
  const of = (status: RunStatus, verdict: VerdictMark, text: (title: string) => string): Block[] =>
    procedures
      .filter(({ last }) => last?.status === status)
      .map(({ id, title }) => ({
        verdict,
        text: text(title),
        place: 'procedures',
        query: { procedure: id },
      }));
  const notRun = procedures.filter(({ last }) => last === null || last.status === 'not_run').length;
  return [
    ...folded(of('error', 'fails', t.blockError), (count) => t.blocksError(tests(count))),
    ...folded(of('missing_input', 'missing', t.blockInputs), (count) => t.blocksInputs(tests(count))),
    ...folded(of('no_data', 'not_run', t.blockNoData), (count) => t.blocksNoData(tests(count))),
    ...(notRun > 0
      ? [{ verdict: 'not_run', text: t.blockNotRun(tests(notRun)), place: 'procedures' } satisfies Block]
      : []),
  ];
}
