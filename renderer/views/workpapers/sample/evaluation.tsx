import type { AttributeEvaluation, SampleView } from '#shared/contract/sampling-schemas.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';
import { type FormEvent, useState } from 'react';
import { useAsk } from '../../../app/connection.tsx';
import { Door } from '../../../components/door.tsx';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Mark } from '../../../components/verdict-mark.tsx';
import { formatCount, formatOf } from '../../../data/format.ts';
import { sampleWords as t } from '../../../strings/workpapers.ts';
import { countOf, shareOf } from '../draw/draft.ts';
import { percent } from '../percent.ts';
import { resultColumn } from './item-rows.ts';

const MARK: Record<AttributeEvaluation['conclusion'], VerdictMark> = {
  within: 'holds',
  exceeds: 'fails',
  incomplete: 'not_proven',
  no_plan: 'not_proven',
};

interface Stated {
  risk: number;
  tolerable?: number;
}

/** What the results say of the population, attribute by attribute, with the exact limit. */
export function Evaluation({ view }: { view: SampleView }) {
  const { sample } = view;
  const [stated, setStated] = useState<Stated | null>(null);
  const { value, error } = useAsk(
    'sampling.evaluate',
    sample.plan !== null
      ? { sample_id: sample.sample_id }
      : stated === null
        ? null
        : { sample_id: sample.sample_id, ...stated },
  );
  return (
    <section className="section" aria-label={t.evaluation}>
      <h2>{t.evaluation}</h2>
      {sample.plan === null && <StateRisk money={sample.method === 'monetary'} onState={setStated} />}
      {error && <ErrorNote error={error} />}
      {value?.attributes.map((attribute) => (
        <Attribute key={attribute.attribute} view={view} found={attribute} tolerable={value.tolerable} />
      ))}
    </section>
  );
}

function Attribute({
  view: { sample },
  found,
  tolerable,
}: {
  view: SampleView;
  found: AttributeEvaluation;
  tolerable: number | null;
}) {
  const column = resultColumn(found.attribute, found.title);
  const door = (count: number, of: number, filter: string) => (
    <Door to="procedures" query={{ view: 'samples', sample: sample.sample_id, [`only.${column}`]: filter }}>
      {formatOf(count, of)}
    </Door>
  );
  const money = sample.method === 'monetary';
  const amount = (value: number | null): string => (value === null ? '–' : formatCount(Math.round(value)));
  const share = (value: number | null): string => (value === null ? '–' : percent(value));
  return (
    <div className="section evaluated" role="group" aria-label={column}>
      <Mark verdict={MARK[found.conclusion]}>
        <span>
          <strong>
            {found.attribute}: {found.title}
          </strong>{' '}
          {t.conclusions[found.conclusion]}
        </span>
      </Mark>
      <p>{found.statement}</p>
      <dl className="figures">
        <Figure name={t.tested}>{formatOf(found.tested, found.size)}</Figure>
        <Figure name={t.deviations}>{door(found.deviations, found.size, '=deviation')}</Figure>
        <Figure name={t.notApplicable}>{door(found.not_applicable, found.size, '=not_applicable')}</Figure>
        <Figure name={t.open}>{door(found.untested, found.size, '∅')}</Figure>
        {money ? (
          <Figure name={t.projected}>{amount(found.projected)}</Figure>
        ) : (
          <Figure name={t.rate}>{share(found.rate)}</Figure>
        )}
        <Figure name={t.upper}>{money ? amount(found.upper_amount) : share(found.upper)}</Figure>
        {tolerable !== null && (
          <Figure name={money ? t.tolerableUnits : t.tolerable}>
            {money ? amount(tolerable) : share(tolerable)}
          </Figure>
        )}
      </dl>
      {found.strata.length > 0 && (
        <details>
          <summary>{t.strata}</summary>
          <table className="ruled small">
            <thead>
              <tr>
                <th scope="col">{t.group}</th>
                <th scope="col" className="num">
                  {t.deviations}
                </th>
                <th scope="col" className="num">
                  {t.items}
                </th>
                <th scope="col" className="num">
                  {t.upper}
                </th>
              </tr>
            </thead>
            <tbody>
              {found.strata.map((row) => (
                <tr key={row.stratum}>
                  <th scope="row">{row.stratum === '' ? '""' : row.stratum}</th>
                  <td className="num">{formatOf(row.deviations, row.tested)}</td>
                  <td className="num">{formatOf(row.tested, row.count)}</td>
                  <td className="num">{share(row.upper)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  );
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function StateRisk({ money, onState }: { money: boolean; onState: (stated: Stated) => void }) {
  const [risk, setRisk] = useState('10');
  const [tolerable, setTolerable] = useState('');
  const share = shareOf(risk);
  const most = tolerable.trim() === '' ? undefined : money ? countOf(tolerable) : shareOf(tolerable);
  const ready = Boolean(share) && most !== null && most !== 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready || !share) return;
    onState({ risk: share, ...(most ? { tolerable: most } : {}) });
  };
  return (
    <form className="section" aria-label={t.evaluate} onSubmit={submit}>
      <p className="muted">{t.evaluateWith}</p>
      <div className="inline-form">
        <Field label={t.risk} help={t.riskHelp}>
          {(ids) => (
            <input
              {...ids}
              className="input short"
              inputMode="decimal"
              value={risk}
              onChange={(event) => setRisk(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={money ? t.tolerableUnits : t.tolerable}
          help={money ? t.tolerableUnitsHelp : t.tolerableHelp}
        >
          {(ids) => (
            <input
              {...ids}
              className="input short"
              inputMode="decimal"
              value={tolerable}
              onChange={(event) => setTolerable(event.target.value)}
            />
          )}
        </Field>
        <button type="submit" className="button" disabled={!ready}>
          {t.evaluate}
        </button>
      </div>
    </form>
  );
}
