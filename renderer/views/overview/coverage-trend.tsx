import { useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { pictureWords as t } from '../../strings/pictures.ts';
import { readTrend } from './trend.ts';
import { TrendPicture } from './trend-picture.tsx';

const METRICS = { report: 'metrics' };

/** Coverage on the first of each month; worked out only when asked for, since it is twelve times the work of one day. */
export function CoverageTrend() {
  const [asked, setAsked] = useState(false);
  const { value, error, pending } = useAsk('report.get', asked ? METRICS : null);
  const points = value ? readTrend(value.rows) : null;
  return (
    <section className="section" aria-label={t.trendTitle}>
      <h2>{t.trendTitle}</h2>
      {!asked && (
        <div className="row-line">
          <button type="button" className="button" onClick={() => setAsked(true)}>
            {t.trendAsk}
          </button>
          <span className="muted">{t.trendHelp}</span>
        </div>
      )}
      {error && <ErrorNote error={error} />}
      {asked && pending && !value && <Waiting what={t.trend} />}
      {points?.every(({ grants }) => grants === 0) && <p className="muted">{t.noTrend}</p>}
      {points?.some(({ grants }) => grants > 0) && <TrendPicture points={points} />}
    </section>
  );
}
