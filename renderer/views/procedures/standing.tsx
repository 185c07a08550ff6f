import type { RunView } from '#shared/contract/schemas.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatOf } from '../../data/format.ts';
import { procedureWords as t } from '../../strings/procedures.ts';
import { words } from '../../strings/words.ts';

/** Only `completed` over a population above zero, with nothing found, holds. */
export function verdictOf(run: RunView | null): VerdictMark {
  if (run === null) return 'not_run';
  switch (run.status) {
    case 'completed':
      if ((run.exceptions ?? 0) > 0) return 'fails';
      return (run.population ?? 0) > 0 ? 'holds' : 'not_run';
    case 'missing_input':
      return 'missing';
    case 'error':
      return 'fails';
    case 'no_data':
    case 'not_run':
      return 'not_run';
  }
}

export function Standing({ run }: { run: RunView | null }) {
  return (
    <Mark verdict={verdictOf(run)}>
      <span>{run === null ? t.never : words.status[run.status]}</span>
    </Mark>
  );
}

/** "3 of 847", never a count without its population. */
export function exceptionsOf(run: RunView | null): string {
  if (run === null || run.exceptions === null) return '–';
  return formatOf(run.failing ?? run.exceptions, run.population);
}
