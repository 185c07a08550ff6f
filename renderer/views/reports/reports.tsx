import type { Params, Result } from '#shared/contract/methods.ts';
import type { ReportModel } from '#shared/contract/schemas.ts';
import { type FormEvent, lazy, type ReactNode, useMemo, useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { go, useAddress } from '../../app/places.ts';
import { useLocalRows } from '../../app/rows.ts';
import { copyText } from '../../components/copy.ts';
import { isDay } from '#shared/model/day.ts';
import { DateField } from '../../components/date-field.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { SubPlaces } from '../../components/sub-places.tsx';
import { DataTable } from '../../components/table/data-table.tsx';
import { formatMoment } from '../../data/time.ts';
import { reportWords as t } from '../../strings/reports.ts';
import { words } from '../../strings/words.ts';
import { SaveReport } from './save-report.tsx';
import { toColumnsAndRows } from './report-rows.ts';
import { reportText } from './report-text.ts';

const Outbox = lazy(() => import('./outbox/outbox.tsx'));

/** The place by its address: the reports, or what internal audit sends out. */
export default function Reports() {
  const { view = '' } = useAddress().query;
  const parts = (
    <SubPlaces
      place="reports"
      label={t.parts}
      current={view}
      items={[
        ['', t.title],
        ['outbox', t.outbox],
      ]}
    />
  );
  return view === 'outbox' ? <Outbox parts={parts} /> : <Computed parts={parts} />;
}

function Computed({ parts }: { parts: ReactNode }) {
  const { query } = useAddress();
  const report = query['report'] ?? 'coverage';
  const { as_of, from, to } = query;
  const params = useMemo(
    () => ({ report, ...(as_of ? { as_of } : {}), ...(from && to ? { period: { from, to } } : {}) }),
    [report, as_of, from, to],
  );
  const list = useAsk('report.list', NONE);
  const spec = list.value?.find(({ id }) => id === idOf(report));
  // A report about one person or thing is not asked for before it is said which.
  const ready = spec !== undefined && (spec.about === null) === !report.includes(':');
  const answer = useAsk('report.get', ready ? params : null);
  return (
    <Page title={t.title} lead={t.lead}>
      {parts}
      {list.error && <ErrorNote error={list.error} />}
      {list.value && <Choice key={JSON.stringify(query)} report={report} reports={list.value} />}
      {answer.error && <ErrorNote error={answer.error} />}
      {answer.pending && !answer.value && <Waiting what={spec?.title ?? report} />}
      {answer.value && <Sheet model={answer.value} asked={params} />}
    </Page>
  );
}

const NONE = {};

/** `user:ana@company.com` → `user`. */
const idOf = (report: string): string => report.split(':', 1)[0] ?? report;

function Choice({ report, reports }: { report: string; reports: Result<'report.list'> }) {
  const { query } = useAddress();
  const id = idOf(report);
  const about = reports.find((item) => item.id === id)?.about ?? null;
  const [subject, setSubject] = useState(report.slice(id.length + 1));
  const [draft, setDraft] = useState({
    as_of: query['as_of'] ?? '',
    from: query['from'] ?? '',
    to: query['to'] ?? '',
  });
  const half = (draft.from === '') !== (draft.to === '');
  const wrong = Object.values(draft).find((text) => text !== '' && !isDay(text));
  const unsaid = about !== null && subject.trim() === '';
  const disabled = half || unsaid || wrong !== undefined;
  const show = (name: string): void => {
    const filled = Object.entries(draft).filter(([, value]) => value !== '');
    go('reports', { report: name, ...Object.fromEntries(filled) });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!disabled) show(about === null ? id : `${id}:${subject.trim()}`);
  };
  const day = (name: keyof typeof draft, label: string) => (
    <DateField label={label} value={draft[name]} onChange={(text) => setDraft({ ...draft, [name]: text })} />
  );
  return (
    <form className="report-choice" onSubmit={submit}>
      <label className="field">
        <span className="label">{t.which}</span>
        <select className="input" value={id} onChange={(event) => show(event.target.value)}>
          {reports.map(({ id: name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {about !== null && (
        <label className="field">
          <span className="label">{t.about(about)}</span>
          <input className="input" value={subject} onChange={(event) => setSubject(event.target.value)} />
        </label>
      )}
      {day('as_of', t.asOf)}
      {day('from', t.from)}
      {day('to', t.to)}
      <button type="submit" className="button" disabled={disabled}>
        {t.compute}
      </button>
      <span className="muted">
        {wrong !== undefined
          ? words.badDay(wrong)
          : half
            ? t.halfPeriod
            : unsaid
              ? t.needAbout(about)
              : t.ofEngagement}
      </span>
    </form>
  );
}

/** The report as it reads, with what it rests on below. */
function Sheet({ model, asked }: { model: ReportModel; asked: Params<'report.get'> }) {
  const { timezone } = useEngagement();
  return (
    <div className="report">
      <article className="report-sheet" aria-label={model.title}>
        <h2>{model.title}</h2>
        <p className="muted">
          {t.asOf} {formatMoment(model.as_of, timezone)}
          {model.period !== null && ` · ${t.period} ${model.period.replace('..', ' – ')}`} · {timezone}
        </p>
        {model.sections.map(({ heading, lines }, i) => (
          <section key={`${i}-${heading}`}>
            {heading !== '' && <h3>{heading}</h3>}
            {lines.length === 0 && !heading.includes(':') && <p className="muted">{t.noLines}</p>}
            <table className="ruled">
              <tbody>
                {lines.map(({ label, value, note, depth }, at) => (
                  <tr key={`${at}-${label}`}>
                    <th scope="row" style={{ paddingLeft: `${(depth ?? 0) * 16}px` }}>
                      {label}
                      {note !== undefined && <span className="muted"> {note}</span>}
                    </th>
                    <td className={lookOf(value)}>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
        {model.notes.length > 0 && (
          <section>
            <h3>{t.notes}</h3>
            <ul className="sentences">
              {model.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </section>
        )}
        <div className="row-line">
          <button type="button" className="button small" onClick={() => void copyText(reportText(model))}>
            {t.copyText}
          </button>
          <button
            type="button"
            className="button small"
            onClick={() => void copyText(JSON.stringify(model.figures, null, 2))}
          >
            {t.copyFigures}
          </button>
          <SaveReport asked={asked} title={model.title} />
        </div>
      </article>
      {model.rows.length > 0 && <Rows model={model} />}
    </div>
  );
}

/** More than this is a sentence, and reads from the left. */
const FIGURE = 36;

/** Figures on the right, sentences on the left, digests and statements as code. */
function lookOf(value: string): string {
  if (/^([0-9a-f]{40,}|(SELECT|WITH|FROM)\s)/.test(value)) return 'said mono';
  return value.length > FIGURE ? 'said' : 'num';
}

function Rows({ model }: { model: ReportModel }) {
  const { timezone } = useEngagement();
  const { columns, rows } = useMemo(() => toColumnsAndRows(model.rows), [model]);
  const source = useLocalRows(columns, rows);
  return (
    <section className="report-rows" aria-label={t.rows}>
      <h3>{t.rows}</h3>
      <DataTable key={model.title} label={t.rows} source={source} zone={timezone} />
    </section>
  );
}
