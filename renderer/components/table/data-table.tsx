// oxlint-disable react/preserve-manual-memoization, react/exhaustive-effect-dependencies, react/set-state-in-effect
// -- nothing here is memoised by a compiler: callbacks are stable so that lines are drawn once
import { type ColumnDef, type SortingState, useTable } from '@tanstack/react-table';
import {
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { RowSource } from '../../data/rows.ts';
import { tableWords } from '../../strings/table.ts';
import { ErrorNote } from '../notes.tsx';
import type { ColumnLook } from './column-look.ts';
import { HeadCell } from './head-cell.tsx';
import {
  type Features,
  type GridColumn,
  type GridRow,
  HEAD_HEIGHT,
  ROW_HEIGHT,
  features,
} from './features.ts';
import { GridBody } from './grid-body.tsx';
import { type KeptView, keepView, readView } from './kept-view.ts';
import { moveFocus } from './keys.ts';
import { SteadyList } from './steady.ts';
import { Tools } from './tools.tsx';
import type { Selection } from './use-selection.ts';
import { Viewport } from './viewport.ts';

interface Props {
  /** Name of the table for screen readers. */
  label: string;
  source: RowSource;
  zone: string;
  looks?: Readonly<Record<string, ColumnLook>>;
  selection?: Selection;
  onOpen?: (values: readonly unknown[]) => void;
  /** Filters that are there from the start: column name → filter. */
  startFilters?: Readonly<Record<string, string>>;
  /** Name under which the table is kept as it was left; without one it begins afresh. */
  kept?: string;
  /** Told whenever the filters of the columns change: column name → filter. */
  onFilters?: (filters: Readonly<Record<string, string>>) => void;
  /** Anything that belongs beside the search. */
  tools?: ReactNode;
  empty?: ReactNode;
}

/** A ruled table over rows of any number: only what is on screen is in the document. */
export function DataTable(props: Props) {
  const { label, source, zone, looks = NO_LOOKS, selection, onOpen, startFilters, kept } = props;
  const id = useId();
  useSyncExternalStore(source.subscribe, () => source.version);
  const scroll = useRef<HTMLDivElement>(null);
  const [before] = useState(() => (kept === undefined ? null : readView(kept)));
  // An address that names filters says which rows are meant: nothing else narrows them.
  const asked = Object.keys(startFilters ?? {}).length > 0;
  const [sorting, setSorting] = useState<SortingState>(() => sortsOf(source, before));
  const [filters, setFilters] = useState<ReadonlyMap<number, string>>(() =>
    fromNames(source, asked ? startFilters : before?.filters),
  );
  const [asBegun] = useState(filters);
  const [search, setSearch] = useState(asked ? '' : (before?.search ?? ''));
  const [groupBy, setGroupBy] = useState<number | null>(() => columnAt(source, before?.groupBy));
  const [active, setActive] = useState({ line: 0, column: 0 });
  const [viewport] = useState(() => new Viewport());
  useEffect(() => viewport.follow(scroll.current!), [viewport]);
  // A cell that scrolled away, or whose page is on its way, is not in the document: nothing may point at it.
  const [drawn, setDrawn] = useState(false);
  // What did not change is the same object at each drawing: the lines are not drawn again for it.
  const [steady] = useState(() => ({ columns: new SteadyList(), widths: new SteadyList() }));

  const columns = useMemo<ColumnDef<Features, GridRow>[]>(
    () =>
      source.columns.map((column, index) => ({
        id: String(index),
        accessorFn: (row) => row.values[index],
        size: before?.widths[column.name] ?? looks[column.name]?.width ?? defaultWidth(column.kind),
        minSize: 56,
        maxSize: 1200,
        sortDescFirst: false,
      })),
    [source, looks, before],
  );
  const first = useMemo(() => source.columns.findIndex(({ name }) => !looks[name]?.hidden), [source, looks]);
  const initialState = useMemo(
    () => ({
      columnPinning: { start: [String(first)], end: [] },
      columnVisibility: Object.fromEntries(
        source.columns.flatMap(({ name }, i) =>
          (before?.visible[name] ?? !looks[name]?.hidden) ? [] : [[String(i), false]],
        ),
      ),
    }),
    [source, looks, first, before],
  );
  const table = useTable<Features, GridRow>({
    features,
    columns,
    data: NO_ROWS,
    initialState,
    manualSorting: true,
    columnResizeMode: 'onChange',
    state: { sorting },
    onSortingChange: setSorting,
  });

  // Typing stays quick however many rows there are: the arrangement follows when there is time.
  const wanted = useDeferredValue(
    useMemo(() => ({ sorting, filters, search, groupBy }), [sorting, filters, search, groupBy]),
  );
  useEffect(() => {
    source.arrange({
      sorts: wanted.sorting.map((sort) => ({ column: Number(sort.id), descending: sort.desc })),
      filters: wanted.filters,
      search: wanted.search,
      groupBy: wanted.groupBy,
    });
    setActive((at) => ({ ...at, line: 0 }));
    if (scroll.current) scroll.current.scrollTop = 0;
  }, [source, wanted]);

  const told = useEffectEvent(() => {
    const named = [...filters].map(([index, text]) => [source.columns[index]!.name, text]);
    props.onFilters?.(Object.fromEntries(named));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: told exactly when they change
  useEffect(() => told(), [filters]);

  const sizes = table.state.columnSizing;
  const visible = table.state.columnVisibility;
  useEffect(() => {
    if (kept === undefined) return;
    const name = (index: string | number): string => source.columns[Number(index)]?.name ?? '';
    const byName = <T,>(part: Readonly<Record<string, T>>): Record<string, T> =>
      Object.fromEntries(Object.entries(part).map(([index, value]) => [name(index), value]));
    keepView(kept, {
      sorts: sorting.map(({ id: index, desc }) => ({ column: name(index), descending: desc })),
      groupBy: groupBy === null ? null : name(groupBy),
      visible: { ...before?.visible, ...byName(visible) },
      widths: { ...before?.widths, ...byName(sizes) },
      // What an address asked for is in the address; what was made of it since is kept.
      ...(asked && filters === asBegun
        ? { filters: before?.filters ?? {}, search: before?.search ?? '' }
        : {
            filters: Object.fromEntries([...filters].map(([index, text]) => [name(index), text])),
            search,
          }),
    });
  }, [kept, source, sorting, groupBy, visible, sizes, filters, asBegun, search, asked, before]);

  const shown = table.getVisibleLeafColumns().map((column) => Number(column.id));
  const ordered = steady.columns.of(orderPinned(shown, first));
  const width = table.getTotalSize() + (selection ? SELECT_WIDTH : 0);

  const open = useEffectEvent((line: number) => {
    const at = source.line(line);
    if (at?.kind === 'group') source.toggleGroup(at.group);
    else if (at) onOpen?.(at.values);
  });
  const toggle = useEffectEvent((line: number) => {
    const at = source.line(line);
    if (!selection || at?.kind !== 'row') return;
    const key = String(at.values[selection.key]);
    const next = new Set(selection.keys);
    if (!next.delete(key)) next.add(key);
    selection.change(next);
  });
  const onCellClick = useCallback((line: number, column: number) => {
    setActive({ line, column });
    scroll.current?.focus({ preventScroll: true });
    open(line);
  }, []);
  const onToggle = useCallback((line: number) => {
    // The box will show another row once this one scrolled away: the keys stay with the grid.
    setActive((at) => ({ ...at, line }));
    scroll.current?.focus({ preventScroll: true });
    toggle(line);
  }, []);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.target !== scroll.current) return;
    if (event.key === '/') {
      event.preventDefault();
      document.getElementById(`${id}-search`)?.focus();
      return;
    }
    if (event.key === 'Enter') open(active.line);
    else if (event.key === ' ' && selection) toggle(active.line);
    else {
      const page = Math.max(
        1,
        Math.floor(((scroll.current?.clientHeight ?? 0) - HEAD_HEIGHT) / ROW_HEIGHT) - 1,
      );
      const next = moveFocus(event, active, { lines: source.count, columns: ordered.length, page });
      if (!next) return;
      setActive(next);
      if (next.line !== active.line) viewport.reveal(next.line);
    }
    event.preventDefault();
  };

  const model = (index: number): GridColumn => table.getColumn(String(index))!;
  const headers = table.getFlatHeaders();
  const widths = steady.widths.of(ordered.map((index) => model(index).getSize()));
  return (
    <div className="data-table">
      <Tools
        source={source}
        zone={zone}
        looks={looks}
        model={model}
        shown={ordered}
        search={search}
        onSearch={setSearch}
        searchId={`${id}-search`}
        groupBy={groupBy}
        onGroup={setGroupBy}
        filtered={filters.size > 0 || search !== ''}
        onClear={() => {
          setFilters(new Map());
          setSearch('');
        }}
        selection={selection}
      >
        {props.tools}
      </Tools>
      {source.error && <ErrorNote error={source.error} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual grid cannot be a table element */}
      <div
        ref={scroll}
        className="grid"
        role="grid"
        aria-label={label}
        aria-rowcount={source.count + 1}
        aria-colcount={ordered.length}
        aria-busy={source.busy}
        aria-activedescendant={drawn ? `${id}-${active.line}-${active.column}` : undefined}
        aria-multiselectable={selection !== undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className="grid-head" role="rowgroup" style={{ width, height: HEAD_HEIGHT }}>
          <div role="row" aria-rowindex={1} style={{ display: 'flex', height: '100%' }}>
            {selection && <SelectAll source={source} selection={selection} />}
            {ordered.map((index, at) => (
              <HeadCell
                key={index}
                column={source.columns[index]!}
                look={looks[source.columns[index]!.name]}
                model={model(index)}
                header={headers.find((header) => header.id === String(index))}
                width={widths[at]!}
                left={at === 0 ? (selection ? SELECT_WIDTH : 0) : null}
                filter={filters.get(index) ?? ''}
                onFilter={(text) => setFilters((all) => withFilter(all, index, text))}
              />
            ))}
          </div>
        </div>
        <GridBody
          id={id}
          source={source}
          viewport={viewport}
          ordered={ordered}
          widths={widths}
          width={width}
          looks={looks}
          zone={zone}
          selection={selection}
          active={active}
          onCell={onCellClick}
          onToggle={onToggle}
          onDrawn={setDrawn}
        />
        {source.count === 0 && !source.busy && (
          <div className="grid-note">
            {source.total === 0 ? (props.empty ?? tableWords.none) : tableWords.noneFiltered}
          </div>
        )}
      </div>
    </div>
  );
}

const NO_ROWS: GridRow[] = [];
const NO_LOOKS: Readonly<Record<string, ColumnLook>> = {};
const SELECT_WIDTH = 28;

function SelectAll({ source, selection }: { source: RowSource; selection: Selection }) {
  const { key, keys, shown } = selection;
  const all = source.rows > 0 && shown.size >= source.rows;
  return (
    <div role="columnheader" className="select-cell">
      <input
        type="checkbox"
        aria-label={tableWords.selectAll}
        checked={all}
        onChange={() => {
          if (all) return selection.drop(shown);
          const next = new Set(keys);
          for (const values of source.all()) next.add(String(values[key]));
          selection.change(next);
        }}
      />
    </div>
  );
}

function columnAt(source: RowSource, name: string | null | undefined): number | null {
  const index = source.columns.findIndex((column) => column.name === name);
  return index < 0 || !source.groups ? null : index;
}

function sortsOf(source: RowSource, before: KeptView | null): SortingState {
  return (before?.sorts ?? []).flatMap(({ column, descending }) => {
    const index = source.columns.findIndex(({ name }) => name === column);
    return index < 0 ? [] : [{ id: String(index), desc: descending }];
  });
}

function fromNames(source: RowSource, names: Props['startFilters']): ReadonlyMap<number, string> {
  const entries = Object.entries(names ?? {}).flatMap(([name, text]): [number, string][] => {
    const index = source.columns.findIndex((column) => column.name === name);
    return index < 0 ? [] : [[index, text]];
  });
  return new Map(entries);
}

function withFilter(
  all: ReadonlyMap<number, string>,
  index: number,
  text: string,
): ReadonlyMap<number, string> {
  const next = new Map(all);
  if (text === '') next.delete(index);
  else next.set(index, text);
  return next;
}

function orderPinned(shown: readonly number[], first: number): number[] {
  return shown.includes(first) ? [first, ...shown.filter((index) => index !== first)] : [...shown];
}

function defaultWidth(kind: string): number {
  if (kind === 'instant' || kind === 'time') return 212;
  if (kind === 'number' || kind === 'boolean') return 110;
  return kind === 'date' ? 110 : 200;
}
