import type { Result } from '#shared/contract/methods.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import type { PathGrant } from '../../app/types.ts';
import { isDay } from '#shared/model/day.ts';
import { DateField } from '../../components/date-field.tsx';
import { Facts } from '../../components/facts.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { plural } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { signoffWords as t } from '../../strings/signoff.ts';
import { Addenda } from './addenda.tsx';

type State = Result<'signoff.state'>;
type Preset = 'isa-230' | 'pcaob-as1215';

const NONE = {};

/** Closing the work: what was built, by when it must be assembled, the lock, and what is added afterwards. */
export function Signoff({ given }: { given: PathGrant | null }) {
  const { value, error, pending } = useAsk('signoff.state', NONE);
  return (
    <section className="section" aria-label={t.title}>
      <h2>{t.title}</h2>
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={t.title.toLowerCase()} />}
      {value && (
        <>
          <Standing state={value} />
          <Deadlines state={value} />
          <Packages packages={value.packages} />
          {value.locked === null && <Completion state={value} />}
          {value.locked === null ? <Lock given={given} /> : <Addenda addenda={value.addenda} />}
        </>
      )}
    </section>
  );
}

function Standing({ state: { locked } }: { state: State }) {
  const { timezone } = useEngagement();
  if (!locked) return <p className="muted">{t.open}</p>;
  return (
    <div className="section built">
      <p>
        <Mark verdict="holds">
          <strong>{t.locked(formatMoment(locked.at, timezone), locked.by)}</strong>
        </Mark>
      </p>
      <Facts
        items={[
          [t.package, locked.package_id],
          [t.preparer, locked.preparer],
          [t.reviewer, locked.reviewer],
          [t.tagManifest, <Hash key="t" value={locked.tag_manifest_sha256} label={t.tagManifest} />],
        ]}
      />
    </div>
  );
}

const DEADLINE_MARKS: Record<State['deadlines'][number]['state'], VerdictMark> = {
  open: 'not_run',
  near: 'missing',
  overdue: 'fails',
  met: 'holds',
};

function Deadlines({ state: { deadlines, completion } }: { state: State }) {
  if (deadlines.length === 0) return null;
  return (
    <ul className="section" aria-label={t.deadlines}>
      {deadlines.map(({ what, due, days_left, state }) => (
        <li key={what}>
          <Mark verdict={DEADLINE_MARKS[state]}>
            <span>
              {t.deadline[what](due)} {t.states[state](plural(Math.abs(days_left), 'day'))}
            </span>
          </Mark>
        </li>
      ))}
      {completion && (
        <li className="muted">
          {t.after(
            completion.preset,
            completion.report_date,
            completion.assembly_days,
            completion.retention_years,
          )}
        </li>
      )}
    </ul>
  );
}

function Packages({ packages }: { packages: State['packages'] }) {
  const { timezone } = useEngagement();
  if (packages.length === 0) return <p className="muted">{t.noPackages}</p>;
  return (
    <div className="scroll-x">
      <table className="ruled">
        <caption className="visually-hidden">{t.packages}</caption>
        <thead>
          <tr>
            <th scope="col">{t.package}</th>
            <th scope="col">{t.builtAt}</th>
            <th scope="col">{t.by}</th>
            <th scope="col">{t.sha256}</th>
            <th scope="col">{t.standing}</th>
          </tr>
        </thead>
        <tbody>
          {packages.map((item) => (
            <tr key={`${item.sha256} ${item.at}`}>
              <th scope="row">{item.package_id}</th>
              <td className="nowrap">{formatMoment(item.at, timezone)}</td>
              <td>{item.by}</td>
              <td>
                <Hash value={item.sha256} label={t.sha256} />
              </td>
              <td>
                <Mark verdict={item.current ? 'holds' : 'not_run'}>
                  <span>{item.current ? t.current : t.stale}</span>
                </Mark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Completion({ state: { completion } }: { state: State }) {
  const { busy, error, act } = useAct();
  const [day, setDay] = useState(completion?.report_date ?? '');
  const [preset, setPreset] = useState<Preset>(
    completion?.preset === 'pcaob-as1215' ? 'pcaob-as1215' : 'isa-230',
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isDay(day)) void act('signoff.completion', { report_date: day, preset }, t.completionSet(day));
  };
  return (
    <form className="inline-form" aria-label={t.completion} onSubmit={submit}>
      <DateField label={t.reportDate} value={day} onChange={setDay} />
      <label className="field">
        <span className="label">{t.preset}</span>
        <select
          className="input"
          value={preset}
          onChange={(event) => setPreset(event.target.value as Preset)}
        >
          <option value="isa-230">{t.presets['isa-230']}</option>
          <option value="pcaob-as1215">{t.presets['pcaob-as1215']}</option>
        </select>
      </label>
      <button type="submit" className="button" disabled={busy || !isDay(day)}>
        {t.setCompletion}
      </button>
      {error && <ErrorNote error={error} />}
    </form>
  );
}

/** Locking cannot be undone: the button says so, and asks for the tick first. */
function Lock({ given }: { given: PathGrant | null }) {
  const { busy, error, setError, act } = useAct();
  const [chosen, setChosen] = useState<PathGrant | null>(null);
  const [sure, setSure] = useState(false);
  const [coming, setComing] = useState(false);
  const file = chosen ?? given;
  return (
    <form
      className="section"
      aria-label={t.lock}
      onSubmit={(event) => {
        event.preventDefault();
        if (file && sure && !coming) void act('signoff.lock', { file: file.token }, t.lockDone);
      }}
    >
      <h3>{t.lock}</h3>
      <p className="muted">{t.lockLead}</p>
      <div className="row-line">
        <FileButton
          purpose="package-open"
          onFault={setError}
          onFiles={([grant]) => setChosen(grant ?? null)}
          onComing={setComing}
        >
          {t.chooseCountersigned}
        </FileButton>
        {file && <span className="muted path">{t.chosen(file.label)}</span>}
      </div>
      <label className="row-line">
        <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />
        {t.lockSure}
      </label>
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy || coming || !file || !sure}>
          {t.lockNow}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </form>
  );
}
