import type { Result } from '#shared/contract/methods.ts';
import { useState } from 'react';
import { formatCount } from '../../data/format.ts';
import { groupBy } from '../../data/group-by.ts';
import { queryWords as t } from '../../strings/query.ts';

export type Schema = Result<'query.schema'>;
type Table = Schema[number];

/** Tables by schema with their columns, what they mean and how many rows they hold. */
export function SchemaTree({
  schema,
  onInsert,
  onShow,
}: {
  schema: Schema;
  onInsert: (name: string) => void;
  onShow: (sql: string) => void;
}) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = schema.filter((table) => matches(table, wanted));
  const groups = groupBy(shown, ({ schema: name, kind }) =>
    kind === 'macro' ? t.macros : (t.schemas[name] ?? name),
  );
  return (
    <nav className="schema" aria-label={t.schema}>
      <input
        className="input"
        type="search"
        aria-label={t.find}
        placeholder={t.find}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="schema-list">
        {[...groups].map(([name, tables]) => (
          <section key={name}>
            <h3>{name}</h3>
            {tables.map((table) => (
              <TableNode
                key={nameOf(table)}
                table={table}
                open={wanted !== '' && shown.length < 8}
                onInsert={onInsert}
                onShow={onShow}
              />
            ))}
          </section>
        ))}
      </div>
    </nav>
  );
}

function matches(table: Table, wanted: string): boolean {
  if (wanted === '') return true;
  return [table.name, table.doc, ...table.columns.map(({ name }) => name)].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

/** Canonical tables and macros need no schema name. */
export function nameOf({ schema, name, kind }: Table): string {
  const quoted =
    kind === 'macro' || /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  return schema === 'main' ? quoted : `${schema}.${quoted}`;
}

function TableNode({
  table,
  open,
  onInsert,
  onShow,
}: {
  table: Table;
  open: boolean;
  onInsert: (name: string) => void;
  onShow: (sql: string) => void;
}) {
  const name = nameOf(table);
  return (
    <details open={open || undefined}>
      <summary title={table.doc}>
        <span>{name}</span>
        {table.rows !== null && <span className="muted">{formatCount(table.rows)}</span>}
      </summary>
      <div className="table-node">
        {table.doc !== '' && <p className="muted">{table.doc}</p>}
        <div className="row-line">
          {table.kind === 'table' && (
            <button type="button" className="button small" onClick={() => onShow(`SELECT * FROM ${name}`)}>
              {t.showRows}
            </button>
          )}
          <button
            type="button"
            className="button small"
            aria-label={t.insert(name)}
            onClick={() => onInsert(name)}
          >
            ↦
          </button>
        </div>
        <ul>
          {table.columns.map((column) => (
            <li key={column.name} title={column.doc}>
              <button
                type="button"
                className="column"
                aria-label={t.insert(column.name)}
                onClick={() => onInsert(column.name)}
              >
                {column.name}
              </button>{' '}
              <span className="muted">
                {column.type.toLowerCase().replace('timestamp with time zone', 'timestamptz')}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
