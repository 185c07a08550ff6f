/** How values read on screen. Pure; no Intl for digits, so that every machine shows the same. */

/** 12384 → "12,384"; keeps decimals as given, and bigint exact. */
export function formatCount(value: number | bigint): string {
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A count never stands without its population: "0 of 12,384". */
export function formatOf(count: number, population: number | null): string {
  return population === null ? formatCount(count) : `${formatCount(count)} of ${formatCount(population)}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A count that is written already, with its word: "1 row", "1,234 rows". */
export function counted(count: string, one: string, many = `${one}s`): string {
  return `${count} ${count === '1' ? one : many}`;
}

/** Hashes are shortened in the middle; the whole value is what gets copied. */
export function shortenHash(hash: string, side = 6): string {
  return hash.length <= side * 2 + 1 ? hash : `${hash.slice(0, side)}…${hash.slice(-side)}`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes;
  for (const unit of ['kB', 'MB', 'GB', 'TB']) {
    value /= 1000;
    if (value < 999.5 || unit === 'TB') return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
  }
  return `${bytes} B`;
}

/** Milliseconds as a person says them: "340 ms", "2.4 s", "3 min 05 s". */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Seconds left at the present rate; null while that cannot be told. */
export function secondsLeft(progress: {
  done: number;
  total: number | null;
  rate: number | null;
}): number | null {
  const { done, total, rate } = progress;
  if (total === null || rate === null || rate <= 0 || done > total) return null;
  return Math.ceil((total - done) / rate);
}
