import type { Result } from '#shared/contract/methods.ts';
import type { ProcedureView } from '#shared/contract/schemas.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';
import type { Chain } from '../../app/chains.ts';
import type { Place } from '../../app/places.ts';
import { formatCount, plural } from '../../data/format.ts';
import { overviewWords as t } from '../../strings/overview.ts';

export interface Block {
  verdict: VerdictMark;
  text: string;
  place: Place;
  query?: Record<string, string>;
}

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

/** What keeps the auditor from concluding, gravest first. */
export function blocksOf(standing: Standing): Block[] {
  const { procedures, chains, rejected, unmapped, openCritical, overdueRequests, deadlines } = standing;
  const blocks: Block[] = [];
  for (const { what, due, days_left, state } of deadlines) {
    const days = plural(Math.abs(days_left), 'day');
    if (what !== 'assembly') continue;
    if (state === 'overdue')
      blocks.push({ verdict: 'fails', text: t.blockOverdue(due, days), place: 'package' });
    else if (state === 'near')
      blocks.push({ verdict: 'missing', text: t.blockNear(due, days), place: 'package' });
  }
  for (const { chain, verdict, not_proven } of chains) {
    if (verdict === 'broken')
      blocks.push({ verdict: 'fails', text: t.blockBroken(chain), place: 'integrity' });
    else if (not_proven.includes('tail')) {
      blocks.push({ verdict: 'not_proven', text: t.blockTail(chain), place: 'integrity' });
    }
  }
  if (openCritical > 0) {
    const query = { severity: '=critical', disposition: '=open' };
    blocks.push({
      verdict: 'fails',
      text: t.blockCritical(formatCount(openCritical)),
      place: 'findings',
      query,
    });
  }
  if (overdueRequests > 0) {
    const text = t.blockRequests(plural(overdueRequests, 'request'));
    blocks.push({ verdict: 'missing', text, place: 'sources', query: { view: 'requested' } });
  }
  for (const { title, id, last } of procedures) {
    const query = { procedure: id };
    if (last?.status === 'error') {
      blocks.push({ verdict: 'fails', text: t.blockError(title), place: 'procedures', query });
    } else if (last?.status === 'missing_input') {
      blocks.push({ verdict: 'missing', text: t.blockInputs(title), place: 'procedures', query });
    } else if (last?.status === 'no_data') {
      blocks.push({ verdict: 'not_run', text: t.blockNoData(title), place: 'procedures', query });
    }
  }
  const notRun = procedures.filter(({ last }) => last === null || last.status === 'not_run').length;
  if (notRun > 0)
    blocks.push({ verdict: 'not_run', text: t.blockNotRun(formatCount(notRun)), place: 'procedures' });
  if (rejected > 0) {
    const query = { rejected: '>0' };
    blocks.push({ verdict: 'missing', text: t.blockRejects(formatCount(rejected)), place: 'sources', query });
  }
  if (unmapped > 0) {
    const query = { reader: '∅' };
    blocks.push({
      verdict: 'missing',
      text: t.blockUnmapped(formatCount(unmapped)),
      place: 'sources',
      query,
    });
  }
  return blocks;
}
