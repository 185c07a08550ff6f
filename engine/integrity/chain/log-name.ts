const ENDINGS = /((\.(nd)?jsonl?)|\.log)?(\.gz)?$/i;

function bareName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(ENDINGS, '');
}

/** A file name without folder, endings and digits: days and months of one log have the same. */
export function stemOf(path: string): string {
  return bareName(path).replaceAll(/\d/g, '');
}

/** Name of a log whose records name none: that of its file, or what the names of its files begin with. */
export function nameOfLog(files: readonly string[]): string {
  const names = files.map(bareName);
  const first = names[0] ?? '';
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length--;
  const shared = length === first.length ? first : first.slice(0, length).replace(/[\d\s._-]+$/, '');
  return shared === '' ? first : shared;
}
