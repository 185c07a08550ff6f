import { quoteName, type Session } from '#engine/store/index.ts';
import { grouped } from './model.ts';

/** What a report rests on: rows of a table, and the days that they cover. */
export interface Basis {
  rows: number;
  /** First and last moment, ISO; null without rows. */
  from: string | null;
  to: string | null;
}

export async function basisOf(session: Session, table: string, column: string): Promise<Basis> {
  const row = await session.one(
    `SELECT count(*) AS rows, min(${quoteName(column)}) AS first, max(${quoteName(column)}) AS last FROM main.${quoteName(table)}`,
  );
  return {
    rows: Number(row?.['rows'] ?? 0),
    from: row?.['first'] === null ? null : String(row?.['first']),
    to: row?.['last'] === null ? null : String(row?.['last']),
  };
}

/** One sentence on what was there; a zero over nothing must never read as a finding of zero. */
export function basisNote(
  what: string,
  basis: Basis,
  bounds: { period_start: string; period_end: string },
): string {
  if (basis.rows === 0 || basis.from === null || basis.to === null) {
    return `NO DATA: no ${what} were imported, so nothing can be said of them.`;
  }
  const span = `${grouped(basis.rows)} ${what} from ${basis.from.slice(0, 10)} to ${basis.to.slice(0, 10)}`;
  const outside =
    Date.parse(basis.to) < Date.parse(bounds.period_start) ||
    Date.parse(basis.from) >= Date.parse(bounds.period_end);
  return outside ? `NO DATA for the period: there are ${span}.` : `Rests on ${span}.`;
}

/** Whether anything can be said of a period at all. */
export function covers(basis: Basis, bounds: { period_start: string; period_end: string }): boolean {
  return (
    basis.from !== null &&
    basis.to !== null &&
    Date.parse(basis.to) >= Date.parse(bounds.period_start) &&
    Date.parse(basis.from) < Date.parse(bounds.period_end)
  );
}

export interface SnapshotBasis {
  /** Rows of the snapshots that a moment is judged by. */
  rows: number;
  systems: number;
  from: string | null;
  to: string | null;
}

export async function snapshotBasis(session: Session, moment: string): Promise<SnapshotBasis> {
  const row = await session.one(
    'SELECT count(*) AS rows, count(DISTINCT system) AS systems, min(as_of) AS first, max(as_of) AS last FROM snapshot_at($moment::TIMESTAMPTZ)',
    { moment },
  );
  return {
    rows: Number(row?.['rows'] ?? 0),
    systems: Number(row?.['systems'] ?? 0),
    from: row?.['first'] === null ? null : String(row?.['first']),
    to: row?.['last'] === null ? null : String(row?.['last']),
  };
}

export function snapshotNote(basis: SnapshotBasis): string {
  if (basis.rows === 0)
    return 'NO DATA: no access snapshot was taken at or before this moment, so nothing was compared.';
  const taken = basis.from === basis.to ? `taken ${basis.to}` : `taken between ${basis.from} and ${basis.to}`;
  return `Rests on ${grouped(basis.rows)} rows of the latest snapshots of ${grouped(basis.systems)} ${basis.systems === 1 ? 'system' : 'systems'}, ${taken}.`;
}
