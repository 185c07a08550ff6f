import { useEffect } from 'react';
import { create } from 'zustand';
import { useAct } from '../../app/act.ts';
import { useEngagement } from '../../app/engagement.ts';
import { forgetFindings } from '../../app/findings.ts';
import { plural } from '../../data/format.ts';
import { findingWords as t } from '../../strings/findings.ts';

/** The findings of the last decision that was taken in this window, and in which engagement. */
const useLast = create<{ engagement: string | null; ids: readonly string[] | null }>(() => ({
  engagement: null,
  ids: null,
}));

export function rememberDecision(engagement: string, ids: ReadonlySet<string>): void {
  useLast.setState({ engagement, ids: [...ids] });
}

/** Takes the last decision of this window back, by its button or by Ctrl+Z outside of a field. */
export function useUndo() {
  const { id, locked } = useEngagement();
  const ids = useLast((state) => (state.engagement === id ? state.ids : null));
  const { error, act } = useAct();
  const last = locked ? null : ids;
  const run = async (): Promise<void> => {
    if (!last) return;
    useLast.setState({ ids: null });
    const done = await act('findings.undo', { finding_ids: [...last] }, ({ changed }) =>
      t.undone(plural(changed, t.findingWord)),
    );
    if (done) forgetFindings();
    else useLast.setState({ ids: last });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const inField =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z' || inField)
        return;
      event.preventDefault();
      void run();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  return { last, error, run };
}
