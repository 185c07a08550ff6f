import { useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useAct } from '../../../app/act.ts';
import { Bars } from '../../../components/bars.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { formatCount } from '../../../data/format.ts';
import { fieldWords as t } from '../../../strings/sheet.ts';
import type { Choice } from './choice.ts';

const LIMIT = 50;

/** Rows that repeat the natural key of their table. */
export function DuplicateTest({ choice }: { choice: Choice }) {
  const [found, setFound] = useState<Result<'analysis.duplicates'> | null>(null);
  const { busy, error, run } = useAct();
  const test = async (): Promise<void> => {
    setFound(
      await run(
        'analysis.duplicates',
        { ...choice, limit: LIMIT },
        {
          title: t.duplicates,
          outcome: ({ groups, surplus }) => t.duplicatesDone(formatCount(groups), formatCount(surplus)),
          cancelled: t.cancelled,
          readOnly: true,
        },
      ),
    );
  };
  return (
    <div className="section">
      <div className="row-line">
        <button type="button" className="button small" disabled={busy} onClick={() => void test()}>
          {t.duplicatesOf} {t.naturalKey}
        </button>
        {found && (
          <span>
            {found.groups === 0
              ? t.noDuplicates(formatCount(found.rows))
              : t.duplicatesDone(formatCount(found.groups), formatCount(found.surplus))}{' '}
            <code>{found.key.join(', ')}</code>
          </span>
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {found && found.examples.length > 0 && (
        <table className="ruled small" aria-label={t.duplicates}>
          <thead>
            <tr>
              {found.key.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col" className="num">
                {t.count}
              </th>
              <th scope="col">{t.records}</th>
            </tr>
          </thead>
          <tbody>
            {found.examples.map(({ key, count, records }) => (
              <tr key={JSON.stringify(key)}>
                {found.key.map((name) => (
                  <td key={name} className="anywhere">
                    {key[name] ?? '∅'}
                  </td>
                ))}
                <td className="num">{formatCount(count)}</td>
                <td>{records.map(({ record_no }) => formatCount(record_no)).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/** Numbers that a sequence skips. */
export function GapTest({ choice, column }: { choice: Choice; column: string }) {
  const [found, setFound] = useState<Result<'analysis.gaps'> | null>(null);
  const { busy, error, run } = useAct();
  const test = async (): Promise<void> => {
    setFound(
      await run(
        'analysis.gaps',
        { ...choice, column, limit: LIMIT },
        {
          title: t.gaps,
          outcome: ({ total_gaps }) => t.gapsDone(formatCount(total_gaps)),
          cancelled: t.cancelled,
          readOnly: true,
        },
      ),
    );
  };
  return (
    <div className="section">
      <div className="row-line">
        <button type="button" className="button small" disabled={busy} onClick={() => void test()}>
          {t.gaps}
        </button>
        {found && (
          <span>{found.numbered === 0 ? t.noNumbers : t.gapsDone(formatCount(found.total_gaps))}</span>
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {found && found.sequences.length > 0 && (
        <table className="ruled small" aria-label={t.gaps}>
          <thead>
            <tr>
              <th scope="col">{t.sequence}</th>
              <th scope="col" className="num">
                {t.present}
              </th>
              <th scope="col" className="num">
                {t.missing}
              </th>
              <th scope="col" className="num">
                {t.repeated}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.sequences.slice(0, LIMIT).map(({ prefix, first, last, present, missing, repeated }) => (
              <tr key={prefix}>
                <th scope="row" className="anywhere">
                  {prefix}
                  {first} – {prefix}
                  {last}
                </th>
                <td className="num">{formatCount(present)}</td>
                <td className="num">{formatCount(missing)}</td>
                <td className="num">{formatCount(repeated)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found && found.gaps.length > 0 && (
        <p className="anywhere">
          {t.missing}:{' '}
          {found.gaps
            .map(({ prefix, from, to }) =>
              from === to ? `${prefix}${from}` : `${prefix}${from}–${prefix}${to}`,
            )
            .join(', ')}
        </p>
      )}
    </div>
  );
}

/** First digits against Benford's law, where it says anything of such values. */
export function BenfordTest({ choice, column }: { choice: Choice; column: string }) {
  const [found, setFound] = useState<Result<'analysis.benford'> | null>(null);
  const { busy, error, run } = useAct();
  const test = async (): Promise<void> => {
    setFound(
      await run(
        'analysis.benford',
        { ...choice, column },
        {
          title: t.benford,
          outcome: ({ result, reasons }) =>
            result ? t.conformity[result.conformity] : [t.notApplicable, ...reasons].join(' '),
          cancelled: t.cancelled,
          readOnly: true,
        },
      ),
    );
  };
  const result = found?.result;
  return (
    <div className="section">
      <div className="row-line">
        <button type="button" className="button small" disabled={busy} onClick={() => void test()}>
          {t.benford}
        </button>
        {found && !found.applicable && (
          <span>
            {t.notApplicable} {found.reasons.join(' ')}
          </span>
        )}
        {result && (
          <span>
            {t.conformity[result.conformity]} ({t.mad} {result.mad.toFixed(4)}; {t.chiSquare}{' '}
            {result.chi_square.toFixed(2)}, {t.limit(result.chi_square_limit.toFixed(2))})
          </span>
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {result && (
        <Bars
          name={t.benfordName(column)}
          unit={t.observed}
          bars={result.rows.map(({ digits, observed, expected_share }) => ({
            label: String(digits),
            count: observed,
            expected: expected_share * result.values,
          }))}
        />
      )}
    </div>
  );
}
