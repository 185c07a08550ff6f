import { counted } from '../data/format.ts';

export const tableWords = {
  rows: (shown: string, total: string) =>
    shown === total ? counted(total, 'row') : `${shown} of ${counted(total, 'row')}`,
  selected: (count: string) => `${count} selected`,
  hidden: (count: string) => `${count} of them left out by the filters`,
  hiddenSelected: (hidden: string, selected: string) =>
    `The filters leave out ${hidden} of ${selected} selected: nothing is done to what is not shown.`,
  unselectHidden: 'Unselect what is not shown',
  search: 'Search all columns',
  searchHint: 'Search ( / )',
  columns: 'Columns',
  group: 'Group by',
  noGroup: 'no groups',
  copy: 'Copy',
  copySelected: (count: string) => `Copy ${count} selected`,
  copyAs: { text: 'As text, with tabs', csv: 'As CSV' },
  copied: (rows: string) => `${rows} copied with a heading.`,
  copyHidden: (rows: string) => `${rows} copied: selected rows that the filters leave out are not.`,
  copyPart: (rows: string) => `${rows} copied: only rows already read are copied; export for all.`,
  filter: (column: string) => `Filter ${column}`,
  filterHelp: 'text · =exact · !without · >5 · <=2024-11-24 · ∅ missing · "" empty',
  sortBy: (column: string) => `Sort by ${column}`,
  selectAll: 'Select all rows that are shown',
  selectRow: (name: string) => `Select ${name}`,
  none: 'No rows.',
  noneFiltered: 'No row passes the filters.',
  clearFilters: 'Clear filters',
  sorting: 'Arranging…',
  reading: 'Reading…',
  row: (at: string) => `Row ${at}`,
} as const;
