import { VERDICT_MARKS, type VerdictMark } from '#shared/model/vocabulary.ts';
import type { ReactNode } from 'react';
import { words } from '../strings/words.ts';

/** Shape first, colour second; the words are always there, on screen or for the screen reader. */
export function Mark({ verdict, children }: { verdict: VerdictMark; children?: ReactNode }) {
  return (
    <span className={`mark ${verdict}`}>
      <span className="sign" aria-hidden="true">
        {VERDICT_MARKS[verdict]}
      </span>
      {children ?? <span className="visually-hidden">{words.verdict[verdict]}</span>}
    </span>
  );
}
