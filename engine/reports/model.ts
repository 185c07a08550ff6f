import type { ReportModel } from '#shared/contract/schemas.ts';
import { grouped } from '#shared/model/grouped.ts';
import type { Moments } from '#engine/engagement/index.ts';
import type { Row, Session } from '#engine/store/index.ts';

export { grouped };
export type { ReportModel };

/** What a report is computed from. */
export interface ReportInput {
  session: Session;
  moments: Moments;
  /** What stands after the colon of the name asked for, for reports about one subject; else ''. */
  subject: string;
  /** Overrides of targets, `procedure-id.name` → value. */
  parameters: Readonly<Record<string, string | number | boolean>>;
  /** Folder of the sources, for what only the files themselves can tell. */
  sourcesDir: string;
  /** Another report for the same moments, worked out once however many ask for it. */
  other(spec: ReportSpec): Promise<ReportModel>;
}

export interface ReportSpec {
  id: string;
  title: string;
  /** The report is about one subject and asked for as `id:subject`; this says what to write there. */
  about?: string;
  /** Shared questions that it asks for its own moment more than once, or that are dear: they are worked out once. */
  asks?: readonly string[];
  build: (input: ReportInput) => Promise<ReportModel>;
}

export type Line = ReportModel['sections'][number]['lines'][number];

export function line(label: string, value: string | number, note?: string, depth?: number): Line {
  return {
    label,
    value: typeof value === 'number' ? grouped(value) : value,
    ...(note === undefined ? {} : { note }),
    ...(depth === undefined ? {} : { depth }),
  };
}

/** Rounds half up, for print only: 0.9519 of 1 with one decimal → "95.2%". null where there is nothing to divide. */
export function percent(part: number, whole: number, decimals: number): string {
  return whole === 0 ? 'n/a' : `${percentNumber(part, whole, decimals)!.toFixed(decimals)}%`;
}

export function percentNumber(part: number, whole: number, decimals: number): number | null {
  if (whole === 0) return null;
  // In integers, so that no binary fraction decides which way a half goes.
  const scale = 10n ** BigInt(decimals);
  const scaled = (BigInt(part) * 200n * scale + BigInt(whole)) / (BigInt(whole) * 2n);
  return Number(scaled) / Number(scale);
}

/** Tenths of hours from whole seconds, half up: 15120 s → 4.2. */
export function hours(seconds: number): number {
  return Math.floor((seconds * 10 + 1800) / 3600) / 10;
}

export function int(row: Row | undefined, name: string): number {
  return Number(row?.[name] ?? 0);
}
