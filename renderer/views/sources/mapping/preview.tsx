import type { MappingPreview } from '#shared/contract/intake-schemas.ts';
import { Value } from '../../../components/value.tsx';
import { formatCount } from '../../../data/format.ts';
import { mappingWords as t } from '../../../strings/mapping.ts';
import { Scroller } from '../../../components/scroller.tsx';

/** A part of the file as text: its headers with examples, and its first rows. */
export function Preview({ part }: { part: MappingPreview['parts'][number] }) {
  return (
    <section className="section" aria-label={part.part ?? t.headers}>
      <h2>
        {part.part ?? t.headers} <span className="muted">{t.rows(formatCount(part.rows))}</span>
      </h2>
      {part.unfit !== undefined && part.unfit > 0 && (
        <p className="notice">{t.unfit(formatCount(part.unfit))}</p>
      )}
      <Scroller label={t.headers} className="scroll-x headers">
        <table className="ruled small">
          <thead>
            <tr>
              <th scope="col">{t.header}</th>
              <th scope="col" className="num">
                {t.empty}
              </th>
              <th scope="col" className="num">
                {t.distinct}
              </th>
              <th scope="col">{t.samples}</th>
            </tr>
          </thead>
          <tbody>
            {part.columns.map(({ header, column, empty, distinct, samples }) => (
              <tr key={column}>
                <th scope="row" className="anywhere">
                  {header}
                </th>
                <td className="num">{formatCount(empty)}</td>
                <td className="num">{formatCount(distinct)}</td>
                <td className="anywhere">
                  {samples.map((sample, at) => (
                    <span key={sample}>
                      {at > 0 && ' · '}
                      <bdi>{sample}</bdi>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <details>
        <summary>{t.first}</summary>
        <Scroller label={t.first}>
          <table className="ruled small">
            <thead>
              <tr>
                {part.columns.map(({ header, column }) => (
                  <th key={column} scope="col">
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {part.first.map(({ record, values }) => (
                <tr key={record}>
                  {part.columns.map(({ column }, at) => (
                    <td key={column}>
                      <Value value={values[at]} kind="text" zone="UTC" />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      </details>
    </section>
  );
}
