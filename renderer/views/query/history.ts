const KEPT = 50;

/** Statements run in this session, newest first; they stay in this window and are gone with it. */
export function readHistory(engagement: string): string[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key(engagement)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((item) => typeof item === 'string') : [];
  } catch {
    return [];
  }
}

export function remember(engagement: string, sql: string): string[] {
  const history = [sql, ...readHistory(engagement).filter((item) => item !== sql)].slice(0, KEPT);
  sessionStorage.setItem(key(engagement), JSON.stringify(history));
  return history;
}

function key(engagement: string): string {
  return `tickmark.history.${engagement}`;
}
