import * as z from 'zod/mini';

const number = z.number();

/** The figures of the coverage report that the overview shows. */
const coverage = z.object({
  users: number,
  grants: number,
  systems: number,
  by_policy: number,
  by_exception: number,
  drift: number,
  missing: number,
  snapshot_rows: number,
  repeated_rows: number,
  grants_through_groups: number,
  other_lines: z.record(z.string(), number),
  systems_without_data: z.array(z.string()),
  status: z.string(),
});
export type Coverage = z.infer<typeof coverage>;

/** null when the report says nothing of the kind. */
export function readCoverage(figures: unknown): Coverage | null {
  const parsed = z.safeParse(coverage, figures);
  return parsed.success ? parsed.data : null;
}

/** A moment as an argument of a macro. */
export function atMoment(asOf: string): string {
  return `TIMESTAMPTZ '${asOf.replaceAll("'", "''")}'`;
}

/** Share in percent with one decimal, half up, in whole numbers: 11789 of 12384 → "95.2 %" (no break before the sign). */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const tenths = Math.floor((part * 2000 + whole) / (2 * whole));
  return `${Math.floor(tenths / 10)}.${tenths % 10}\u00a0%`;
}
