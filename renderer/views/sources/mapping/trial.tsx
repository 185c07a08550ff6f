import type { MappingTest } from '#shared/contract/intake-schemas.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { RawText } from '../../../components/raw-text.tsx';
import { Mark } from '../../../components/verdict-mark.tsx';
import { Value } from '../../../components/value.tsx';
import { formatCount, formatOf } from '../../../data/format.ts';
import { formatMoment } from '../../../data/time.ts';
import { mappingWords as t } from '../../../strings/mapping.ts';
import { sourceWords } from '../../../strings/sources.ts';
import { Scroller } from '../../../components/scroller.tsx';

/** What the first hundred records would give: rows, rejects, and what is taken by no column. */
export function Trial({ result, stale }: { result: MappingTest; stale: boolean }) {
  const { timezone } = useEngagement();
  const shown = (value: unknown): unknown =>
    typeof value === 'string' && value !== '' ? formatMoment(value, timezone) : value;
  return (
    <section className="section" aria-label={t.trial}>
      <h2>{t.trial}</h2>
      {stale && <p className="notice">{t.stale}</p>}
      <div className="row-line">
        <Mark verdict={result.rejected === 0 ? 'holds' : 'missing'}>
          <span>
            {sourceWords.loaded} {formatOf(result.loaded, result.records)},{' '}
            {sourceWords.rejected.toLowerCase()} {formatOf(result.rejected, result.records)}
          </span>
        </Mark>
      </div>
      {result.rejects.length > 0 && (
        <>
          <h3>{t.wouldReject}</h3>
          <ul className="rejects">
            {result.rejects.map(({ record, code, message, raw }) => (
              <li key={record}>
                <p>
                  <strong>
                    {sourceWords.record} {formatCount(record)}
                  </strong>{' '}
                  <code>{code}</code> {message}
                </p>
                {raw !== null && (
                  <pre className="sql">
                    <RawText text={raw} />
                  </pre>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {result.tables.map(({ table, rows, columns, first }) => (
        <div key={table} className="section">
          <h3>{t.wouldLoad(table, formatCount(rows))}</h3>
          <Scroller label={table}>
            <table className="ruled small">
              <thead>
                <tr>
                  <th scope="col" className="num">
                    {sourceWords.record}
                  </th>
                  {columns.map((name) => (
                    <th key={name} scope="col">
                      <code>{name}</code>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {first.map(({ record, values }) => (
                  <tr key={record}>
                    <td className="num">{formatCount(record)}</td>
                    {columns.map((name, at) => (
                      <td key={name} className="nowrap">
                        <Value value={shown(values[at])} kind="text" zone={timezone} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
        </div>
      ))}
      {result.unused.length > 0 && (
        <p>
          {t.unused}: <span className="anywhere">{result.unused.join(', ')}</span>
        </p>
      )}
      <details>
        <summary>{t.yaml}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled block must be reachable by keyboard */}
        <pre className="sql" tabIndex={0} aria-label={t.yaml}>
          {result.yaml}
        </pre>
      </details>
    </section>
  );
}
