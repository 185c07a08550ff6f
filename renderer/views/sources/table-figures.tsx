import type { ReceiptView } from '#shared/contract/schemas.ts';
import { useEngagement } from '../../app/engagement.ts';
import { Door } from '../../components/door.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount, formatOf } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { sheetWords as t } from '../../strings/sheet.ts';
import { rowsOf } from './rows-of.ts';
import { Scroller } from '../../components/scroller.tsx';

/** What a file gave to each table, with the control totals of its numeric columns. */
export function TableFigures({ receipt }: { receipt: ReceiptView }) {
  const { timezone } = useEngagement();
  const totals = receipt.rows.flatMap(({ table, totals: sums }) =>
    Object.entries(sums).map(([column, sum]) => ({ table, column, sum })),
  );
  return (
    <section className="section" aria-label={t.tables}>
      <h3>{t.tables}</h3>
      {receipt.rows.length === 0 && <p className="muted">{t.noTables}</p>}
      {receipt.rows.length > 0 && (
        <Scroller label={t.tables}>
          <table className="ruled">
            <thead>
              <tr>
                <th scope="col">{t.tableName}</th>
                <th scope="col" className="num">
                  {t.rows}
                </th>
                <th scope="col">{t.duplicates}</th>
                <th scope="col">{t.outOfPeriod}</th>
                <th scope="col">{t.snapshots}</th>
              </tr>
            </thead>
            <tbody>
              {receipt.rows.map(({ table, rows, duplicates, out_of_period, as_of }) => (
                <tr key={table}>
                  <th scope="row">
                    <code>{table}</code>
                  </th>
                  <td className="num">
                    <Door to="query" query={{ sql: rowsOf(table, receipt.source_id) }}>
                      {formatCount(rows)}
                    </Door>
                  </td>
                  <td>
                    <OfRows count={duplicates} rows={rows} />
                  </td>
                  <td>
                    <OfRows count={out_of_period} rows={rows} />
                  </td>
                  <td>
                    {as_of.length === 0
                      ? '–'
                      : as_of.map((moment) => formatMoment(moment, timezone)).join(', ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {totals.length > 0 && (
        <table className="ruled small" aria-label={t.totals}>
          <thead>
            <tr>
              <th scope="col">{t.totals}</th>
              <th scope="col" className="num">
                {t.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {totals.map(({ table, column, sum }) => (
              <tr key={`${table}.${column}`}>
                <th scope="row">
                  <code>
                    {table}.{column}
                  </code>
                </th>
                <td className="num">{grouped(sum)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** A count with its population; what was not tested says so. */
function OfRows({ count, rows }: { count: number | null; rows: number }) {
  if (count === null) return <span className="muted">{t.noKey}</span>;
  if (count === 0) return <>{formatOf(0, rows)}</>;
  return <Mark verdict="missing">{formatOf(count, rows)}</Mark>;
}

/** Exact decimal text with its thousands set apart. */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.', 2);
  const parts = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? parts : `${parts}.${fraction}`;
}
