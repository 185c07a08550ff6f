import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { LocalRows } from '../../data/local-rows.ts';

const NOTHING: ReadonlySet<string> = new Set();
const still = (): (() => void) => () => undefined;

/** Rows that were selected, by their key, and which of them pass the filters of now. */
export interface Selection {
  /** Column that identifies a row. */
  key: number;
  keys: ReadonlySet<string>;
  /** Those that are shown: whatever is done to a selection is done to these, since nobody sees the others. */
  shown: ReadonlySet<string>;
  /** How many the filters leave out. */
  hidden: number;
  change: (keys: ReadonlySet<string>) => void;
  /** Takes rows out of the selection that were dealt with; those that were not shown stay in it. */
  drop: (keys: ReadonlySet<string>) => void;
  clear: () => void;
}

/** A selection that outlives filters, so that one can be gathered from several; null rows are still to come. */
export function useSelection(rows: LocalRows | null, key: number): Selection {
  const [keys, change] = useState(NOTHING);
  const version = useSyncExternalStore(rows?.subscribe ?? still, () => rows?.version ?? 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version can show other rows
  // oxlint-disable react/memo-dependencies, react-hooks/exhaustive-deps -- as above
  const shown = useMemo(() => {
    if (keys.size === 0 || rows === null) return NOTHING;
    const passing = new Set<string>();
    for (const value of rows.shown(key)) if (keys.has(String(value))) passing.add(String(value));
    return passing;
  }, [rows, key, keys, version]);
  // oxlint-enable react/memo-dependencies, react-hooks/exhaustive-deps
  const drop = useCallback(
    (done: ReadonlySet<string>) => change((all) => new Set([...all].filter((name) => !done.has(name)))),
    [],
  );
  const clear = useCallback(() => change(NOTHING), []);
  return { key, keys, shown, hidden: keys.size - shown.size, change, drop, clear };
}
