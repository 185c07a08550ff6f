import type { Result } from '#shared/contract/methods.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { Bars } from '../../../components/bars.tsx';
import { Facts } from '../../../components/facts.tsx';
import { Value } from '../../../components/value.tsx';
import { formatCount, formatOf } from '../../../data/format.ts';
import { formatMoment } from '../../../data/time.ts';
import { fieldWords as t } from '../../../strings/sheet.ts';
import { grouped } from '../table-figures.tsx';
import { BenfordTest, GapTest } from './column-tests.tsx';
import type { Choice } from './choice.ts';
import { SimilarTest } from './similar-test.tsx';

type Field = Result<'analysis.profile'>['columns'][number];

/** One column: its figures, frequent values, patterns, distribution, and the tests that fit it. */
export function ColumnFigures({ choice, field }: { choice: Choice; field: Field }) {
  const { timezone } = useEngagement();
  const { numbers, lengths, histogram } = field;
  return (
    <section className="section field-detail" aria-label={field.name}>
      <h3>
        <code>{field.name}</code> <span className="muted">{field.type}</span>
      </h3>
      <Facts
        items={[
          [t.nulls, formatOf(field.nulls, field.count + field.nulls)],
          [t.empties, formatOf(field.empties, field.count + field.nulls)],
          [t.distinct, formatCount(field.distinct)],
          [t.sum, numbers ? grouped(numbers.sum) : undefined],
          [t.mean, numbers ? grouped(numbers.mean) : undefined],
          [t.lengths, lengths ? `${lengths.min} – ${lengths.max}` : undefined],
        ]}
      />
      {histogram && histogram.bins.length > 1 && (
        <Bars
          name={histogram.unit === 'month' ? t.histogramMonths(field.name) : t.histogram(field.name)}
          unit={t.count}
          bars={histogram.bins.map(({ from, to, count }) => ({
            label: histogram.unit === 'month' ? from.slice(0, 7) : `${from} – ${to}`,
            count,
          }))}
        />
      )}
      {field.top.length > 0 && (
        <table className="ruled small" aria-label={t.top}>
          <thead>
            <tr>
              <th scope="col">{t.top}</th>
              <th scope="col" className="num">
                {t.count}
              </th>
            </tr>
          </thead>
          <tbody>
            {field.top.map(({ value, count }) => (
              <tr key={value}>
                <th scope="row" className="anywhere">
                  <Value value={formatMoment(value, timezone)} kind="text" zone={timezone} />
                </th>
                <td className="num">{formatCount(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {field.patterns.length > 0 && (
        <table className="ruled small" aria-label={t.patterns}>
          <thead>
            <tr>
              <th scope="col">
                {t.patterns} <span className="muted">{t.patternsHelp}</span>
              </th>
              <th scope="col" className="num">
                {t.count}
              </th>
            </tr>
          </thead>
          <tbody>
            {field.patterns.map(({ pattern, count }) => (
              <tr key={pattern}>
                <th scope="row" className="anywhere">
                  <code>{pattern}</code>
                </th>
                <td className="num">{formatCount(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {field.type === 'VARCHAR' && <SimilarTest choice={choice} column={field.name} />}
      <GapTest choice={choice} column={field.name} />
      {numbers && <BenfordTest choice={choice} column={field.name} />}
    </section>
  );
}
