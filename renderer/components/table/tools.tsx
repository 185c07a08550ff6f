import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { formatCount, plural } from '../../data/format.ts';
import type { RowSource } from '../../data/rows.ts';
import { tableWords } from '../../strings/table.ts';
import { copyText } from '../copy.ts';
import type { ColumnLook } from './column-look.ts';
import type { GridColumn } from './features.ts';
import { type CopyForm, copiedRows } from './copied-rows.ts';
import type { Selection } from './use-selection.ts';

interface Props {
  source: RowSource;
  zone: string;
  looks: Readonly<Record<string, ColumnLook>>;
  model: (index: number) => GridColumn;
  shown: readonly number[];
  search: string;
  onSearch: (text: string) => void;
  searchId: string;
  groupBy: number | null;
  onGroup: (column: number | null) => void;
  filtered: boolean;
  onClear: () => void;
  selection?: Pick<Selection, 'key' | 'keys' | 'hidden'> | undefined;
  children?: ReactNode;
}

/** What stands above a table: how many rows, search, groups, columns, copy. */
export function Tools(props: Props) {
  const { source, looks, shown } = props;
  const title = (index: number): string => {
    const name = source.columns[index]!.name;
    return looks[name]?.title ?? name;
  };
  const selected = props.selection?.keys.size ?? 0;
  const hidden = props.selection?.hidden ?? 0;
  const copy = (form: CopyForm): void => {
    const { selection } = props;
    const chosen = selection !== undefined && selected > 0;
    const rows = [...source.all()].filter((row) => !chosen || selection.keys.has(String(row[selection.key])));
    const said = rows.length < (chosen ? selected : source.rows) ? partly(chosen) : tableWords.copied;
    void copyText(
      copiedRows(form, source.columns, shown, rows, props.zone),
      said(plural(rows.length, 'row')),
    );
  };
  const partly = (chosen: boolean) => (chosen ? tableWords.copyHidden : tableWords.copyPart);
  return (
    <div className="table-tools">
      <span className="count" aria-live="polite">
        {tableWords.rows(formatCount(source.rows), formatCount(source.total))}
        {selected > 0 && ` · ${tableWords.selected(formatCount(selected))}`}
        {hidden > 0 && ` · ${tableWords.hidden(formatCount(hidden))}`}
        {source.busy && ` · ${source.groups ? tableWords.reading : tableWords.sorting}`}
      </span>
      {props.children}
      {props.filtered && (
        <button type="button" className="button small" onClick={props.onClear}>
          {tableWords.clearFilters}
        </button>
      )}
      <input
        id={props.searchId}
        className="input"
        type="search"
        placeholder={tableWords.searchHint}
        aria-label={tableWords.search}
        value={props.search}
        onChange={(event) => props.onSearch(event.target.value)}
      />
      {source.groups && (
        <select
          className="input"
          aria-label={tableWords.group}
          value={props.groupBy ?? ''}
          onChange={(event) => props.onGroup(event.target.value === '' ? null : Number(event.target.value))}
        >
          <option value="">
            {tableWords.group}: {tableWords.noGroup}
          </option>
          {shown.map((index) => (
            <option key={index} value={index}>
              {tableWords.group}: {title(index)}
            </option>
          ))}
        </select>
      )}
      <Menu.Root>
        <Menu.Trigger className="button">{tableWords.columns}</Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="menu-layer" sideOffset={2} align="end">
            <Menu.Popup className="menu-popup">
              {source.columns.map((column, index) => {
                const model = props.model(index);
                return (
                  <Menu.CheckboxItem
                    key={column.name}
                    className="menu-item"
                    checked={model.getIsVisible()}
                    onCheckedChange={(checked: boolean) => model.toggleVisibility(checked)}
                    closeOnClick={false}
                  >
                    <span aria-hidden="true" className="mono">
                      {model.getIsVisible() ? '☑' : '☐'}
                    </span>
                    {title(index)}
                  </Menu.CheckboxItem>
                );
              })}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Menu.Root>
        <Menu.Trigger className="button">
          {selected > 0 ? tableWords.copySelected(formatCount(selected)) : tableWords.copy}
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="menu-layer" sideOffset={2} align="end">
            <Menu.Popup className="menu-popup">
              {(['text', 'csv'] as const).map((form) => (
                <Menu.Item key={form} className="menu-item" onClick={() => copy(form)}>
                  {tableWords.copyAs[form]}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}
