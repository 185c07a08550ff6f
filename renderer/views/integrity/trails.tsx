import { type ReactNode, useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { Page } from '../../app/page.tsx';
import { go, useAddress } from '../../app/places.ts';
import { Field } from '../../components/field.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { EntryTime, entryText } from '../../components/trail-entry.tsx';
import { formatCount, formatOf } from '../../data/format.ts';
import { integrityWords, trailWords as t } from '../../strings/integrity.ts';

type Kind = keyof typeof t.kinds;
type Trail = Result<'trail.of'>;
const STEP = 500;
const NONE = {};

/** One person's or resource's trail as a line of time. */
export default function Trails({ parts }: { parts: ReactNode }) {
  const { query } = useAddress();
  const { subject = '' } = query;
  const [kind, setKind] = useState<Kind>(subject.startsWith('resource:') ? 'resource' : 'user');
  const [name, setName] = useState(subject.replace(/^(user|resource):/, ''));
  const [limit, setLimit] = useState(STEP);
  const asked = useAsk('trail.of', subject === '' ? null : { subject, limit });
  return (
    <Page title={integrityWords.title} lead={t.lead}>
      {parts}
      <div className="integrity">
        <form
          className="inline-form"
          aria-label={t.subject}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') go('integrity', { view: 'trails', subject: `${kind}:${name.trim()}` });
          }}
        >
          <Field label={t.subject}>
            {(ids) => (
              <select
                {...ids}
                className="input"
                value={kind}
                onChange={(event) => setKind(event.target.value as Kind)}
              >
                {(Object.keys(t.kinds) as Kind[]).map((one) => (
                  <option key={one} value={one}>
                    {t.kinds[one]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t[kind]}>
            {(ids) => (
              <input
                {...ids}
                className="input wide"
                autoComplete="off"
                spellCheck={false}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <button type="submit" className="button primary" disabled={name.trim() === ''}>
            {t.show}
          </button>
        </form>
        {subject === '' && (
          <EmptyState title={t.start}>
            <p>{t.startHelp}</p>
          </EmptyState>
        )}
        {asked.error && <ErrorNote error={asked.error} />}
        {asked.pending && !asked.value && <Waiting what={t.line.toLowerCase()} />}
        {asked.value && (
          <Timeline trail={asked.value} more={() => setLimit(Math.min(100_000, limit + STEP))} />
        )}
      </div>
    </Page>
  );
}

function Timeline({ trail, more }: { trail: Trail; more: () => void }) {
  const { timezone } = useEngagement();
  const sources = useAsk('intake.sources', NONE);
  const files = new Map(sources.value?.receipts.map(({ source_id, file }) => [source_id, file]));
  return (
    <>
      <section className="section" aria-label={t.line}>
        <h2>{trail.subject.replace(/^(user|resource):/, '')}</h2>
        <p className="muted">
          {t.count(formatCount(trail.entries.length), formatCount(trail.total))}. {t.from}{' '}
          {trail.sources.join(', ') || '–'}.
        </p>
        {trail.entries.length === 0 && <p>{t.none}</p>}
        <ol className="timeline">
          {trail.entries.map((entry) => (
            <li key={`${entry.at} ${entry.source_id} ${entry.record_no} ${entry.kind} ${entry.text}`}>
              <EntryTime entry={entry} zone={timezone} />
              <span className="what">
                {entryText(entry)}
                <span className="where muted">
                  <code>{entry.source}</code> {entry.reference}{' '}
                  <button
                    type="button"
                    className="door"
                    onClick={() => inspect({ kind: 'receipt', id: entry.source_id })}
                  >
                    {t.record(files.get(entry.source_id) ?? entry.source_id, formatCount(entry.record_no))}
                  </button>
                </span>
              </span>
            </li>
          ))}
        </ol>
        {trail.entries.length < trail.total && (
          <div className="row-line">
            <button type="button" className="button small" onClick={more}>
              {t.more}
            </button>
          </div>
        )}
      </section>
      {trail.use.length > 0 && (
        <details>
          <summary>{t.use}</summary>
          <table className="ruled small" aria-label={t.use}>
            <thead>
              <tr>
                <th scope="col">{t.day}</th>
                <th scope="col">{t.system}</th>
                <th scope="col" className="num">
                  {t.entries}
                </th>
                <th scope="col" className="num">
                  {t.denied}
                </th>
              </tr>
            </thead>
            <tbody>
              {trail.use.map(({ day, system, entries, denied }) => (
                <tr key={`${day} ${system}`}>
                  <th scope="row">{day}</th>
                  <td>{system}</td>
                  <td className="num">{formatCount(entries)}</td>
                  <td className="num">{formatOf(denied, entries)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </>
  );
}
