import type { Params, Result } from '#shared/contract/methods.ts';
import { redactionWords as t } from '../../strings/package.ts';

export type Parts = Result<'package.redactable'>;
export type Source = Parts['sources'][number];

export const FATES = ['withheld', 'part', 'full'] as const;
export type Fate = (typeof FATES)[number];

/** What becomes of one source; rows as they were typed. */
export interface Choice {
  fate: Fate;
  /** Numbers of columns, counted from 0. */
  columns: readonly number[];
  rows: string;
}

export const WITHHELD: Choice = { fate: 'withheld', columns: [], rows: '' };

type Rule = NonNullable<NonNullable<Params<'package.redact'>['sources']>[number]['rows']>[number];

/** `2-9; 14; status = left` → rules; a sentence where one of them is none. */
export function rowRules(text: string): Rule[] | string {
  const rules: Rule[] = [];
  for (const part of text.split(/[;\n]/).map((item) => item.trim())) {
    if (part === '') continue;
    const range = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(part);
    if (range) {
      const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
      if (from < 1 || to < from) return t.badRange(part);
      rules.push({ from, to });
      continue;
    }
    const at = part.indexOf('=');
    if (at < 1) return t.badRule(part);
    rules.push({ column: part.slice(0, at).trim(), value: part.slice(at + 1).trim() });
  }
  return rules;
}

/**
 * How a column is named to the engine: by its header where that is its alone, so that the header itself stays readable;
 * by number otherwise.
 */
export function columnNames(source: Source, chosen: readonly number[]): string[] {
  const header = source.head[0] ?? [];
  const named = chosen.every((at) => {
    const name = header[at] ?? '';
    return name !== '' && !name.startsWith('#') && header.filter((other) => other === name).length === 1;
  });
  return chosen.map((at) => (named ? header[at]! : `#${at + 1}`));
}

/** The request apart from its files; a sentence where a choice does not say what to withhold. */
export function redactionOf(
  parts: Parts,
  choices: ReadonlyMap<string, Choice>,
  kept: ReadonlySet<string>,
): Pick<Params<'package.redact'>, 'sources' | 'keep'> | string {
  const sources: NonNullable<Params<'package.redact'>['sources']> = [];
  const keep = [...kept];
  for (const source of parts.sources) {
    const { fate, columns, rows } = choices.get(source.path) ?? WITHHELD;
    if (fate === 'full') keep.push(source.path);
    if (fate !== 'part') continue;
    const rules = rowRules(rows);
    if (typeof rules === 'string') return t.fault(source.name, rules);
    if (rules.length === 0 && columns.length === 0) return t.fault(source.name, t.nothingChosen);
    sources.push({ source: source.path, columns: columnNames(source, columns), rows: rules });
  }
  return { sources, keep: keep.sort() };
}
