import * as z from 'zod/mini';

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

const KEY = 'tickmark.table.';

/**
 * The layout stays on this machine. What was typed to narrow the rows can name people: it goes with the window.
 * @param table what the table is called, with the engagement that it is of
 */
export function readView(table: string): KeptView {
  const kept = read(localStorage, layout, table);
  const narrow = read(sessionStorage, narrowed, table);
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
  write(localStorage, table, kept);
  write(sessionStorage, table, { filters, search });
}

/** All rows again; columns and order stay as they are. */
export function widenView(table: string): void {
  sessionStorage.removeItem(KEY + table);
}

function read<T>(storage: Storage, shape: z.ZodMiniType<T>, table: string): T | null {
  try {
    const parsed = z.safeParse(shape, JSON.parse(storage.getItem(KEY + table) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function write(storage: Storage, table: string, value: unknown): void {
  try {
    storage.setItem(KEY + table, JSON.stringify(value));
  } catch {
    // A full storage loses how a table looked, and nothing else.
  }
}
