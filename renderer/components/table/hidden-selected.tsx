import { formatCount } from '../../data/format.ts';
import { tableWords as t } from '../../strings/table.ts';
import type { Selection } from './use-selection.ts';

/** Selected rows that the filters leave out: said before anything is done to a selection, and never done to them. */
export function HiddenSelected({ selection }: { selection: Selection }) {
  const { keys, shown, hidden, change } = selection;
  if (hidden === 0) return null;
  return (
    <p className="row-line wrap">
      <span className="notice">{t.hiddenSelected(formatCount(hidden), formatCount(keys.size))}</span>
      <button type="button" className="button small" onClick={() => change(shown)}>
        {t.unselectHidden}
      </button>
    </p>
  );
}
