import type { Archive } from './archive.ts';
import { columnIndex } from './sheet.ts';
import { readXml } from './xml.ts';

/** Columns under one heading, from merged cells: zero-based, both included. */
export interface ColumnGroup {
  first: number;
  last: number;
}

/** Merged cells of a sheet that cover more than one column (ECMA-376 part 1, 18.3.1.55). */
export async function columnGroups(archive: Archive, entry: string): Promise<ColumnGroup[]> {
  const groups: ColumnGroup[] = [];
  await readXml(archive, entry, {
    open: (name, attributes) => {
      if (name !== 'mergeCell') return;
      const [from, to] = (attributes['ref'] ?? '').split(':');
      const group = { first: columnIndex(from ?? ''), last: columnIndex(to ?? '') };
      if (group.first >= 0 && group.last > group.first) groups.push(group);
    },
  });
  return groups;
}

type Cells = readonly (string | null)[];

function isEmpty(cell: string | null | undefined): boolean {
  return cell === null || cell === undefined || cell.trim() === '';
}

/** Headings spread over the columns that they are merged over; null = the row has none. */
export function spreadHeadings(row: Cells, groups: readonly ColumnGroup[]): (string | null)[] | null {
  const spread = [...row];
  let found = false;
  for (const { first, last } of groups) {
    if (isEmpty(row[first])) continue;
    const under = Array.from({ length: last - first }, (_, i) => first + 1 + i);
    if (!under.every((column) => isEmpty(row[column]))) continue;
    for (const column of under) {
      while (spread.length <= column) spread.push(null);
      spread[column] = row[first]!;
    }
    found = true;
  }
  return found ? spread : null;
}

/** Names of columns from a row of headings and the row of names below it: `Access Granted At`. */
export function joinHeadings(headings: Cells, names: Cells): string[] {
  return Array.from({ length: Math.max(headings.length, names.length) }, (_, i) =>
    [headings[i], names[i]]
      .filter((part) => !isEmpty(part))
      .map((part) => part!.trim())
      .join(' '),
  );
}
