import type { Column } from '../../data/rows.ts';

/** Rows of a report as a table: a column a member, numbers told apart from text. */
export function toColumnsAndRows(records: readonly Record<string, unknown>[]): {
  columns: Column[];
  rows: unknown[][];
} {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = names.map((name): Column => {
    const values = records
      .map((record) => record[name])
      .filter((value) => value !== null && value !== undefined);
    const numbers = values.length > 0 && values.every((value) => typeof value === 'number');
    return numbers ? { name, type: 'number', kind: 'number' } : { name, type: 'text', kind: 'text' };
  });
  const rows = records.map((record) =>
    names.map((name) => {
      const value = record[name] ?? null;
      return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
    }),
  );
  return { columns, rows };
}
