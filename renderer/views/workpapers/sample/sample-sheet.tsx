import type { SampleView } from '#shared/contract/sampling-schemas.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { Page } from '../../../app/page.tsx';
import { Door } from '../../../components/door.tsx';
import { Facts } from '../../../components/facts.tsx';
import { Hash } from '../../../components/hash.tsx';
import { ErrorNote, Waiting } from '../../../components/notes.tsx';
import { SqlBlock } from '../../../components/sql-block.tsx';
import { formatCount, formatOf } from '../../../data/format.ts';
import { formatMoment } from '../../../data/time.ts';
import { ladderWords, sampleWords as t } from '../../../strings/workpapers.ts';
import { percent } from '../percent.ts';
import { Evaluation } from './evaluation.tsx';
import { ExportSample } from './export-sample.tsx';
import { ItemGrid } from './item-grid.tsx';

/** A drawn sample: how it was drawn, what its results say, its items with the grid of attributes. */
export function SampleSheet({ id, parts }: { id: string; parts: ReactNode }) {
  const { value, error, pending } = useAsk('sampling.get', { sample_id: id });
  return (
    <Page
      title={value ? `${id}: ${value.sample.title}` : id}
      actions={value && <ExportSample sample={value.sample} />}
    >
      {parts}
      <p>
        <Door to="procedures" query={{ view: 'samples' }}>
          {t.all}
        </Door>
      </p>
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={id} />}
      {value && (
        <div className="workpaper">
          <div className="draw-columns">
            <How view={value} />
            <Evaluation view={value} />
          </div>
          <ItemGrid view={value} />
        </div>
      )}
    </Page>
  );
}

/** All that somebody needs who draws it again. */
function How({ view: { sample } }: { view: SampleView }) {
  const { timezone } = useEngagement();
  const { plan, population, method } = sample;
  const money = method === 'monetary';
  const rate = (value: number): string => (money ? formatCount(value) : percent(value));
  return (
    <section className="section" aria-label={t.sample}>
      <Facts
        items={[
          [t.drawnFrom, <From key="f" population={population} />],
          [t.drawnOf, formatOf(sample.items.length, sample.count)],
          [t.method, `${t.methods[method]}. ${t.methodMeaning[method]}`],
          [
            t.plan,
            plan === null
              ? t.noPlan
              : t.planOf(percent(plan.risk), rate(plan.tolerable), rate(plan.expected)),
          ],
          [
            ladderWords.ladder,
            sample.methodology
              ? ladderWords.stepOf(
                  sample.methodology.name,
                  sample.methodology.frequency,
                  sample.methodology.least,
                  sample.methodology.most,
                )
              : undefined,
          ],
          [
            t.interval,
            sample.interval === null || sample.start === null
              ? undefined
              : t.intervalOf(formatCount(BigInt(sample.interval)), formatCount(BigInt(sample.start))),
          ],
          [
            t.seed,
            <span key="s">
              <code>{sample.seed}</code> <span className="muted">{t.seedOf[sample.seed_by]}</span>
            </span>,
          ],
          [t.digest, <Hash key="d" value={sample.digest} label={t.digest} />],
          [t.drawnBy, t.by(sample.drawn_by, formatMoment(sample.drawn_at, timezone))],
        ]}
      />
      {population.kind === 'sql' && population.sql.length < 20_000 && (
        <details>
          <summary>{t.showSql}</summary>
          <SqlBlock sql={population.sql} />
        </details>
      )}
      <RestsOn id={sample.sample_id} />
    </section>
  );
}

function From({ population }: { population: SampleView['sample']['population'] }) {
  if (population.kind === 'sql') return <>{t.from.sql}</>;
  if (population.kind === 'table') {
    return (
      <Door to="query" query={{ sql: `SELECT * FROM ${population.table}` }}>
        {t.from.table(population.table)}
      </Door>
    );
  }
  const { kind, procedure } = population;
  return (
    <Door
      to={kind === 'findings' ? 'findings' : 'procedures'}
      query={kind === 'findings' ? { procedure: `=${procedure}` } : { procedure }}
    >
      {t.from[kind](procedure)}
    </Door>
  );
}

const NONE = {};

/** Which conclusions a result that is recorded here can change. */
function RestsOn({ id }: { id: string }) {
  const { value } = useAsk('controls.list', NONE);
  const resting = (value?.controls ?? []).filter(({ operation }) => operation?.samples.includes(id));
  if (resting.length === 0) return null;
  return (
    <p className="row-line wrap">
      <span className="muted">{t.restsOn}</span>
      {resting.map(({ control }) => (
        <Door key={control.id} to="procedures" query={{ view: 'controls', control: control.id }}>
          {control.id}
        </Door>
      ))}
    </p>
  );
}
