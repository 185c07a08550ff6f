import type { MappedColumn, MappingDraft } from '#shared/contract/intake-schemas.ts';

export type Target = MappingDraft['targets'][number];

/** The draft with one column of one table read otherwise; a column that takes nothing is left out. */
export function withColumn(
  draft: MappingDraft,
  table: string,
  name: string,
  column: MappedColumn,
): MappingDraft {
  return withTarget(draft, table, (target) => {
    const columns = { ...target.columns };
    if (takesNothing(column)) delete columns[name];
    else columns[name] = column;
    return { ...target, columns };
  });
}

export function withTarget(
  draft: MappingDraft,
  table: string,
  change: (target: Target) => Target,
): MappingDraft {
  return {
    ...draft,
    targets: draft.targets.map((target) => (target.table === table ? change(target) : target)),
  };
}

export function takesNothing(column: MappedColumn): boolean {
  return (column.from ?? []).length === 0 && column.constant === undefined;
}

/** The draft without what is not said: empty lists, coercions and keys of columns that are not taken. */
export function tidy(draft: MappingDraft): MappingDraft {
  return {
    ...draft,
    id: draft.id.trim(),
    targets: draft.targets.map(({ key, moment, ...target }) => {
      const kept = (key ?? []).filter((name) => target.columns[name] !== undefined);
      return {
        ...target,
        ...(kept.length === 0 ? {} : { key: kept }),
        ...(moment === undefined || target.columns[moment] === undefined ? {} : { moment }),
      };
    }),
  };
}

/** `A, B` → words; empty text → undefined. */
export function parseWords(text: string): string[] | undefined {
  const words = text.split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  return words.length === 0 ? undefined : words;
}

/** Lines of `theirs = ours` → pairs; lines without a sign of equality are left out. */
export function parsePairs(text: string): Record<string, string> | undefined {
  const pairs = text.split('\n').flatMap((line): [string, string][] => {
    const at = line.indexOf('=');
    return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** A member that is undefined is taken out. */
export function change<K extends keyof MappedColumn>(
  column: MappedColumn,
  name: K,
  value: MappedColumn[K] | undefined,
): MappedColumn {
  const next = { ...column };
  if (value === undefined) delete next[name];
  else next[name] = value;
  return next;
}
