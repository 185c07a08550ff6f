import type { Header } from '@tanstack/react-table';
import type { Column } from '../../data/rows.ts';
import { tableWords } from '../../strings/table.ts';
import type { ColumnLook } from './column-look.ts';
import type { Features, GridColumn, GridRow } from './features.ts';

interface Props {
  column: Column;
  look: ColumnLook | undefined;
  model: GridColumn;
  header: Header<Features, GridRow> | undefined;
  width: number;
  /** Distance from the left edge where the column is frozen. */
  left: number | null;
  filter: string;
  onFilter: (text: string) => void;
}

/** Name, type, sort and filter of one column. */
export function HeadCell({ column, look, model, header, width, left, filter, onFilter }: Props) {
  const title = look?.title ?? column.name;
  const sorted = model.getIsSorted();
  const resize = header?.getResizeHandler();
  return (
    <div
      role="columnheader"
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
      className={`head-cell${left === null ? '' : ' frozen'}${column.kind === 'number' ? ' num' : ''}`}
      style={left === null ? { width } : { width, left }}
    >
      <button
        type="button"
        className="title"
        title={`${column.name} ${column.type}`}
        aria-label={tableWords.sortBy(title)}
        onClick={(event) => model.toggleSorting(undefined, event.shiftKey)}
      >
        <span className="name">{title}</span>
        {look?.title === undefined && <span className="type">{shortType(column.type)}</span>}
        {sorted && (
          <span className="arrow" aria-hidden="true">
            {sorted === 'asc' ? '↑' : '↓'}
          </span>
        )}
      </button>
      {look?.choices ? (
        <select
          className={filter === '' ? 'filter' : 'filter active'}
          aria-label={tableWords.filter(title)}
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
        >
          <option value="" />
          {look.choices.map((choice) => (
            <option key={choice} value={`=${choice}`}>
              {choice.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      ) : (
        <input
          className={filter === '' ? 'filter' : 'filter active'}
          aria-label={tableWords.filter(title)}
          title={tableWords.filterHelp}
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
        />
      )}
      <div
        className={model.getIsResizing() ? 'resize on' : 'resize'}
        aria-hidden="true"
        onMouseDown={resize}
        onTouchStart={resize}
        onDoubleClick={() => model.resetSize()}
      />
    </div>
  );
}

/** DuckDB spells some types out. */
function shortType(type: string): string {
  return type.toLowerCase().replace('timestamp with time zone', 'timestamptz');
}
