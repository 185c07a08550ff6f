import type { Line } from '../../data/rows.ts';
import {
  type Column as ColumnModel,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';

/** Order, filters and groups are made where the rows live (data/): the table keeps columns, widths and sort keys. */
export const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  columnPinningFeature,
  rowSortingFeature,
});
export type Features = typeof features;
export type GridRow = Extract<Line, { kind: 'row' }>;
export type GridColumn = ColumnModel<Features, GridRow>;

export const ROW_HEIGHT = 28;
export const HEAD_HEIGHT = 58;
/** Of the width of a cell: what stands beside its text, the line to the next one included. */
export const CELL_EDGES = 17;
