import type { ReactNode } from 'react';
import { useEngagement } from '../../app/engagement.ts';
import { sampleWords as t } from '../../strings/workpapers.ts';
import { type Draft, planSample } from './draw/draft.ts';

/** Leads from a population that is on screen to the plan of a sample of it. */
export function SampleButton({
  from,
  small,
  children,
}: {
  from: Partial<Draft>;
  small?: boolean;
  children?: ReactNode;
}) {
  const { id, locked } = useEngagement();
  return (
    <button
      type="button"
      className={small ? 'button small' : 'button'}
      disabled={locked}
      onClick={() => planSample(id, from)}
    >
      {children ?? t.drawOne}
    </button>
  );
}
