import * as z from 'zod/mini';
import { keep, readKept } from '../../app/kept.ts';

const names = z.record(z.string(), z.string());
const layout = z.object({
  /** Columns by name, first key first. */
  sorts: z.array(z.object({ column: z.string(), descending: z.boolean() })),
  groupBy: z.nullable(z.string()),
  /** Column → whether it is shown, where that is not its usual state. */
  visible: z.record(z.string(), z.boolean()),
  widths: z.record(z.string(), z.number()),
});
const narrowed = z.object({ filters: names, search: z.string() });

/** How a table was left. */
export type KeptView = z.infer<typeof layout> & z.infer<typeof narrowed>;

const LAYOUT = 'table.';
const NARROWED = 'tickmark.table.';

/**
 * The layout is kept by the host. What was typed to narrow the rows can name people: it goes with the window.
 * @param table what the table is called, with the engagement that it is of
 */
export function readView(table: string): KeptView {
  const kept = parse(layout, readKept(LAYOUT + table));
  const narrow = parse(narrowed, sessionStorage.getItem(NARROWED + table));
  return {
    sorts: kept?.sorts ?? [],
    groupBy: kept?.groupBy ?? null,
    visible: kept?.visible ?? {},
    widths: kept?.widths ?? {},
    filters: narrow?.filters ?? {},
    search: narrow?.search ?? '',
  };
}

export function keepView(table: string, { filters, search, ...kept }: KeptView): void {
  keep(LAYOUT + table, JSON.stringify(kept));
  try {
    sessionStorage.setItem(NARROWED + table, JSON.stringify({ filters, search }));
  } catch {
    // A full storage loses what was typed, and nothing else.
  }
}

/** All rows again; columns and order stay as they are. */
export function widenView(table: string): void {
  sessionStorage.removeItem(NARROWED + table);
}

function parse<T>(shape: z.ZodMiniType<T>, text: string | null): T | null {
  try {
    const parsed = z.safeParse(shape, JSON.parse(text ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
