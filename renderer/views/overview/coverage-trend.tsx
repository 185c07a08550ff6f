import { useState } from 'react';
import { useAct } from '../../app/act.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { plural } from '../../data/format.ts';
import { pictureWords as t } from '../../strings/pictures.ts';
import { type TrendPoint, readTrend } from './trend.ts';
import { TrendPicture } from './trend-picture.tsx';

/** Coverage on the first of each month; worked out only when asked for, since it is twelve times the work of one day. */
export function CoverageTrend() {
  const [points, setPoints] = useState<TrendPoint[] | null>(null);
  const { busy, error, run } = useAct();
  const compute = async (): Promise<void> => {
    const report = await run(
      'report.get',
      { report: 'metrics' },
      {
        title: t.trendJob,
        outcome: ({ rows }) => t.trendDone(plural(rows.length, 'month')),
        cancelled: t.trendCancelled,
        readOnly: true,
      },
    );
    if (report) setPoints(readTrend(report.rows));
  };
  const known = points?.some(({ grants }) => grants > 0) ?? false;
  return (
    <section className="section" aria-label={t.trendTitle}>
      <h2>{t.trendTitle}</h2>
      {points === null && (
        <div className="row-line">
          <button type="button" className="button" disabled={busy} onClick={() => void compute()}>
            {t.trendAsk}
          </button>
          <span className="muted">{t.trendHelp}</span>
        </div>
      )}
      {error && <ErrorNote error={error} />}
      {points !== null && !known && <p className="muted">{t.noTrend}</p>}
      {points !== null && known && <TrendPicture points={points} />}
    </section>
  );
}
