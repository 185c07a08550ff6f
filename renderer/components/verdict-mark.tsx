import { VERDICT_MARKS, type VerdictMark } from '#shared/model/vocabulary.ts';
import type { ReactNode } from 'react';
import { words } from '../strings/words.ts';

/** Drawn, since fonts make these signs as large as they like; the sign itself is there for who copies the text. */
const STROKES: Record<VerdictMark, string> = {
  holds: 'M2 6.6L4.9 9.6L10.2 2.6',
  fails: 'M2.4 2.4L9.6 9.6M9.6 2.4L2.4 9.6',
  not_proven: 'M6 1.7a4.3 4.3 0 1 1 0 8.6a4.3 4.3 0 1 1 0-8.6z',
  not_run: 'M2.4 6H9.6',
  missing: 'M6 1.6V7.4M6 9.4V10.6',
};

/** Shape first, colour second; the words are always there, on screen or for the screen reader. */
export function Mark({ verdict, children }: { verdict: VerdictMark; children?: ReactNode }) {
  return (
    <span className={`mark ${verdict}`}>
      <span className="sign" aria-hidden="true">
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <path d={STROKES[verdict]} />
          {verdict === 'not_proven' && <path className="half" d="M6 1.7a4.3 4.3 0 0 0 0 8.6z" />}
        </svg>
        <span className="visually-hidden">{VERDICT_MARKS[verdict]}</span>
      </span>
      {children ?? <span className="visually-hidden">{words.verdict[verdict]}</span>}
    </span>
  );
}
