import { EMPTY_SIGN, type Kind, NULL_SIGN, showValue } from './value.ts';

/**
 * What an auditor types into the filter of a column:
 * `text` contains · `=text` is exactly · `!text` does not contain · `>5`, `>=5`, `<5`, `<=5` for numbers and times ·
 * `∅` or `null` is missing · `!∅` is there · `""` is empty.
 */
export type Filter =
  | { op: 'contains' | 'lacks' | 'equals'; text: string }
  | { op: '>' | '>=' | '<' | '<='; text: string }
  | { op: 'null' | 'not null' | 'empty' };

export function parseFilter(input: string): Filter | null {
  const text = input.trim();
  if (text === '' || text === '=' || text === '!' || /^[<>]=?$/.test(text)) return null;
  if (text === NULL_SIGN || text.toLowerCase() === 'null') return { op: 'null' };
  if (text === `!${NULL_SIGN}` || text.toLowerCase() === '!null') return { op: 'not null' };
  if (text === EMPTY_SIGN) return { op: 'empty' };
  const comparison = /^(>=|<=|>|<)\s*(.+)$/.exec(text);
  if (comparison) return { op: comparison[1] as '>', text: comparison[2]! };
  if (text.startsWith('=')) return { op: 'equals', text: text.slice(1).trim() };
  if (text.startsWith('!')) return { op: 'lacks', text: text.slice(1).trim() };
  return { op: 'contains', text };
}

/** Whether a value passes. Comparisons are numeric for numbers, and over what is shown otherwise. */
export function passes(filter: Filter, value: unknown, kind: Kind, zone: string): boolean {
  const missing = value === null || value === undefined;
  if (filter.op === 'null') return missing;
  if (filter.op === 'not null') return !missing;
  if (filter.op === 'empty') return value === '';
  if (missing) return filter.op === 'lacks';
  const shown = value === '' ? '' : showValue(value, kind, zone);
  switch (filter.op) {
    case 'contains':
      return shown.toLowerCase().includes(filter.text.toLowerCase());
    case 'lacks':
      return !shown.toLowerCase().includes(filter.text.toLowerCase());
    case 'equals':
      return shown.toLowerCase() === filter.text.toLowerCase();
    case '>':
    case '>=':
    case '<':
    case '<=':
      return compare(filter.op, shown, filter.text, kind);
  }
}

function compare(op: '>' | '>=' | '<' | '<=', shown: string, bound: string, kind: Kind): boolean {
  const order =
    kind === 'number'
      ? Number(shown) - Number(bound.replaceAll(',', ''))
      : shown < bound
        ? -1
        : shown > bound
          ? 1
          : 0;
  if (Number.isNaN(order)) return false;
  if (op === '>') return order > 0;
  if (op === '>=') return order >= 0;
  return op === '<' ? order < 0 : order <= 0;
}
