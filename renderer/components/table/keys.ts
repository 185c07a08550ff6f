export interface Focus {
  line: number;
  column: number;
}

interface Extent {
  lines: number;
  columns: number;
  /** Lines that fit on screen. */
  page: number;
}

/** Where a key leads in a grid; null when the key is not for moving. */
export function moveFocus(
  { key, ctrlKey, metaKey }: { key: string; ctrlKey: boolean; metaKey: boolean },
  { line, column }: Focus,
  { lines, columns, page }: Extent,
): Focus | null {
  const far = ctrlKey || metaKey;
  const at = (toLine: number, toColumn: number): Focus => ({
    line: Math.max(0, Math.min(lines - 1, toLine)),
    column: Math.max(0, Math.min(columns - 1, toColumn)),
  });
  switch (key) {
    case 'ArrowDown':
      return at(far ? lines - 1 : line + 1, column);
    case 'ArrowUp':
      return at(far ? 0 : line - 1, column);
    case 'ArrowRight':
      return at(line, far ? columns - 1 : column + 1);
    case 'ArrowLeft':
      return at(line, far ? 0 : column - 1);
    case 'PageDown':
      return at(line + page, column);
    case 'PageUp':
      return at(line - page, column);
    case 'Home':
      return at(far ? 0 : line, 0);
    case 'End':
      return at(far ? lines - 1 : line, columns - 1);
    default:
      return null;
  }
}
