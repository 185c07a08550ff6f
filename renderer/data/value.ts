import { formatDate, formatInstant } from './time.ts';

/** How a column of a result reads: by the name of its type in the database. */
export type Kind = 'number' | 'time' | 'instant' | 'date' | 'boolean' | 'json' | 'text';

const INTEGER = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;

export function kindOf(type: string): Kind {
  const name = type.toUpperCase();
  if (name.endsWith('[]') || name.startsWith('STRUCT') || name.startsWith('MAP')) return 'json';
  if (INTEGER.test(name) || /^(DECIMAL|DOUBLE|FLOAT|BIGNUM)/.test(name)) return 'number';
  if (name === 'DATE') return 'date';
  if (name === 'TIMESTAMP WITH TIME ZONE' || name === 'TIMESTAMPTZ') return 'instant';
  if (name.startsWith('TIMESTAMP')) return 'time';
  if (name === 'BOOLEAN') return 'boolean';
  return name === 'JSON' ? 'json' : 'text';
}

export const NULL_SIGN = '∅';
export const EMPTY_SIGN = '""';

/** A value as text for a cell, a filter or a copied row. Null and empty stay apart. */
export function showValue(value: unknown, kind: Kind, zone: string): string {
  if (value === null || value === undefined) return NULL_SIGN;
  if (value === '') return EMPTY_SIGN;
  return plainValue(value, kind, zone);
}

/** The same without the signs: null and empty are both empty. For copying. */
export function plainValue(value: unknown, kind: Kind, zone: string): string {
  if (value === null || value === undefined) return '';
  if (kind === 'instant' && typeof value === 'number') return formatInstant(value, zone);
  if (kind === 'time' && typeof value === 'number') return formatInstant(value, 'UTC').replace(/ Z$/, '');
  if (kind === 'date' && typeof value === 'number') return formatDate(value);
  if (typeof value === 'object') return JSON.stringify(value, bigintSafe);
  return String(value);
}

function bigintSafe(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
