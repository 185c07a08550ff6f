import * as z from 'zod/mini';
import { keep, readKept } from '../../app/kept.ts';

const view = z.object({ name: z.string(), filters: z.record(z.string(), z.string()) });
export type SavedView = z.infer<typeof view>;

const key = (engagement: string): string => `findings.${engagement}`;

/** Name under which the table of findings is kept as it was left. */
export const tableOf = (engagement: string): string => `${engagement}.findings`;

/** Filters of the table of findings under a name; kept on this machine, apart from the engagement itself. */
export function readViews(engagement: string): SavedView[] {
  try {
    const stored: unknown = JSON.parse(readKept(key(engagement)) ?? '[]');
    const parsed = z.safeParse(z.array(view), stored);
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** The next period begins with the views of the earlier one. */
export function carryViews(from: string, to: string): void {
  for (const kept of readViews(from)) keepView(to, kept);
}

/** A view of the same name is replaced. */
export function keepView(engagement: string, kept: SavedView): SavedView[] {
  const others = readViews(engagement).filter(({ name }) => name !== kept.name);
  return store(engagement, [...others, kept]);
}

export function dropView(engagement: string, name: string): SavedView[] {
  return store(
    engagement,
    readViews(engagement).filter((item) => item.name !== name),
  );
}

function store(engagement: string, views: SavedView[]): SavedView[] {
  views.sort((a, b) => (a.name < b.name ? -1 : 1));
  keep(key(engagement), JSON.stringify(views));
  return views;
}
