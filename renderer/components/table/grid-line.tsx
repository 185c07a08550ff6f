import { memo } from 'react';
import { formatCount } from '../../data/format.ts';
import type { Column, Line } from '../../data/rows.ts';
import { tableWords } from '../../strings/table.ts';
import { valueContent } from '../value.tsx';
import type { Alphabet } from './alphabet.ts';
import type { ColumnLook } from './column-look.ts';
import { CELL_EDGES, ROW_HEIGHT } from './features.ts';

/** How wide text is drawn, in the two fonts of cells. */
export interface Alphabets {
  plain: Alphabet;
  mono: Alphabet;
}

interface Props {
  id: string;
  at: number;
  line: Line | null;
  columns: readonly Column[];
  ordered: readonly number[];
  widths: readonly number[];
  looks: Readonly<Record<string, ColumnLook>>;
  zone: string;
  alphabets: Alphabets;
  width: number;
  selectable: boolean;
  selected: boolean;
  activeColumn: number | null;
  onCell: (at: number, column: number) => void;
  onToggle: (at: number) => void;
}

/** One line on screen: a row of cells, the heading of a group, or a row that is still on its way. */
export const GridLine = memo(function GridLine(props: Props) {
  const { id, at, line, width, activeColumn } = props;
  const place = { width, height: ROW_HEIGHT, top: at * ROW_HEIGHT };
  if (line?.kind === 'group') {
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the grid, which holds the focus
      <div
        role="row"
        aria-rowindex={at + 2}
        className={`grid-row group${activeColumn === null ? '' : ' active'}`}
        style={place}
        onClick={() => props.onCell(at, 0)}
      >
        <div
          role="gridcell"
          id={`${id}-${at}-${activeColumn ?? 0}`}
          aria-colspan={props.ordered.length}
          // Of the cell: a row of a grid, which is no tree, has no such state.
          aria-expanded={line.open}
          className="grid-cell frozen"
          style={{ left: 0, minWidth: 320 }}
        >
          <span aria-hidden="true">{line.open ? '▾ ' : '▸ '}</span>
          {line.label} <span className="muted">({formatCount(line.count)})</span>
        </div>
      </div>
    );
  }
  const name = `grid-row${props.selected ? ' selected' : ''}${activeColumn === null ? '' : ' active'}`;
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      aria-selected={props.selectable ? props.selected : undefined}
      aria-busy={line === null}
      className={name}
      style={place}
    >
      {props.selectable && line && (
        <div role="gridcell" className="select-cell">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={tableWords.selectRow(tableWords.row(formatCount(at + 1)))}
            checked={props.selected}
            onChange={() => props.onToggle(at)}
          />
        </div>
      )}
      {line && <Cells {...props} line={line} />}
    </div>
  );
});

function Cells(props: Props & { line: Extract<Line, { kind: 'row' }> }) {
  const { id, at, line, columns, ordered, widths, looks, zone, alphabets, selectable, activeColumn } = props;
  return ordered.map((index, position) => {
    const column = columns[index]!;
    const look = looks[column.name];
    const value = line.values[index];
    const shown = look?.render ? look.render(value) : valueContent(value, column.kind, zone);
    const room = widths[position]! - CELL_EDGES;
    const fits =
      typeof shown === 'string'
        ? alphabets[look?.mono ? 'mono' : 'plain'].fits(shown, room)
        : (look?.room ?? (look?.render ? Number.POSITIVE_INFINITY : 0)) <= room;
    const classes = [fits ? 'grid-cell' : 'grid-cell cut'];
    if (column.kind === 'number') classes.push('num');
    if (look?.mono) classes.push('mono');
    if (position === 0) classes.push('frozen');
    if (position === activeColumn) classes.push('active-cell');
    const left = position === 0 ? { left: selectable ? 28 : 0 } : {};
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the grid, which holds the focus
      <div
        key={index}
        role="gridcell"
        id={position === activeColumn ? `${id}-${at}-${position}` : undefined}
        aria-colindex={position + 1}
        className={classes.join(' ')}
        style={{ width: widths[position]!, ...left }}
        onClick={() => props.onCell(at, position)}
      >
        {shown}
      </div>
    );
  });
}
