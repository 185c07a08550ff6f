import type { Result } from '#shared/contract/methods.ts';
import { type FormEvent, useDeferredValue, useId, useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { go, useAddress } from '../../app/places.ts';
import { Door } from '../../components/door.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { peopleWords as t } from '../../strings/people.ts';
import { AccessPicture } from './access-picture.tsx';
import { recordSql } from './sql.ts';

type WhyResult = Result<'access.why'>;
type SourceRow = WhyResult['grounds'][number]['source_rows'][number];

/** "Why does X have Y": what is held, by which path, and every ground for it. */
export function Why() {
  const { query } = useAddress();
  const { who = '', what = '' } = query;
  const ready = who !== '' && what !== '';
  const answer = useAsk('access.why', ready ? { identity: who, resource: what } : null);
  return (
    <div className="why">
      <Ask key={`${who} ${what}`} who={who} what={what} />
      {!ready && (
        <EmptyState title={t.whyEmpty}>
          <p>{t.whyHelp}</p>
        </EmptyState>
      )}
      {answer.error && <ErrorNote error={answer.error} />}
      {answer.pending && !answer.value && <Waiting what={t.whyTitle.toLowerCase()} />}
      {answer.value && <Answered why={answer.value} />}
    </div>
  );
}

function Ask({ who, what }: { who: string; what: string }) {
  const [draft, setDraft] = useState({ who, what });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft.who.trim() !== '' && draft.what.trim() !== '')
      go('people', { view: 'why', who: draft.who.trim(), what: draft.what.trim() });
  };
  return (
    <form className="inline-form" aria-label={t.whyTitle} onSubmit={submit}>
      <Suggested
        label={t.who}
        kinds={['person', 'account']}
        value={draft.who}
        onChange={(text) => setDraft({ ...draft, who: text })}
      />
      <Suggested
        label={t.whatFor}
        kinds={['resource']}
        value={draft.what}
        onChange={(text) => setDraft({ ...draft, what: text })}
      />
      <button type="submit" className="button primary">
        {t.ask}
      </button>
    </form>
  );
}

/** A field that offers what the engagement knows. */
function Suggested({
  label,
  kinds,
  value,
  onChange,
}: {
  label: string;
  kinds: readonly string[];
  value: string;
  onChange: (text: string) => void;
}) {
  const id = useId();
  const text = useDeferredValue(value.trim());
  const found = useAsk('search.everything', text.length < 2 ? null : { text, limit: 8 });
  const hits = (found.value?.groups ?? []).flatMap((group) => (kinds.includes(group.kind) ? group.hits : []));
  return (
    <label className="field">
      <span className="label">{label}</span>
      <input
        className="input wide"
        list={id}
        value={value}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={id}>
        {hits.map((hit) => (
          <option key={hit.id} value={hit.id}>
            {hit.title}
          </option>
        ))}
      </datalist>
    </label>
  );
}

function Answered({ why }: { why: WhyResult }) {
  const { timezone } = useEngagement();
  const { identity } = why;
  const about = [identity.job_title, identity.department, identity.employed ? t.employed : t.notEmployed];
  return (
    <>
      <section className="section" aria-label={t.answer}>
        <h2>{t.whyOf(identity.display_name ?? identity.email ?? identity.identity_id, why.resource)}</h2>
        <p className="muted">
          {about.filter((part) => part !== null).join(', ')} · {t.asOf(formatMoment(why.as_of, timezone))}
        </p>
        <ul className="sentences">
          {why.summary.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
      <AccessPicture why={why} />
      <Held why={why} zone={timezone} />
      <Grounds why={why} />
    </>
  );
}

function Held({ why, zone }: { why: WhyResult; zone: string }) {
  return (
    <section className="section" aria-label={t.held}>
      <h2>{t.held}</h2>
      {why.held.length === 0 && <p className="muted">{t.notHeldHere}</p>}
      <ol className="section paths">
        {why.held.map((held) => (
          <li key={`${held.system} ${held.account} ${held.resource} ${held.permission}`}>
            <Mark verdict={held.part === 'drift' ? 'fails' : held.part === null ? 'not_run' : 'holds'}>
              <strong>{held.permission}</strong>
            </Mark>{' '}
            {t.heldOn(`${held.system}:${held.resource}`, held.account)}
            <ul>
              {held.via.map((via) => (
                <li key={via}>{via === 'direct' ? t.direct : t.through(via)}</li>
              ))}
              <li>
                {held.part === null ? t.noPart : t.parts[held.part]}
                {held.drift_reason !== null && `: ${held.drift_reason.replaceAll('_', ' ')}`}
              </li>
              {held.granted_at !== null && (
                <li>{t.granted(formatMoment(held.granted_at, zone), held.granted_by)}</li>
              )}
              <li>
                {t.seen(formatMoment(held.observed_at, zone))} <Rows rows={held.source_rows} />
              </li>
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Grounds({ why }: { why: WhyResult }) {
  return (
    <section className="section" aria-label={t.grounds}>
      <h2>{t.grounds}</h2>
      {why.grounds.length === 0 && <p className="muted">{t.noGrounds}</p>}
      {why.grounds.length === 0 && why.held.length === 0 && <p className="notice">{t.checkName}</p>}
      <ul className="section">
        {why.grounds.map((ground) => (
          <li key={`${ground.kind} ${ground.summary}`}>
            <Mark verdict={ground.holds ? 'holds' : 'not_run'}>
              <span>
                {groundText(ground)} <span className="muted">{ground.holds ? t.inForce : t.notInForce}</span>
              </span>
            </Mark>{' '}
            <Rows rows={ground.source_rows} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The kind in front, where the sentence does not begin with it. */
function groundText({ kind, summary }: WhyResult['grounds'][number]): string {
  const name = t.groundKinds[kind] ?? kind;
  return summary.startsWith(name) ? summary : `${name}: ${summary}`;
}

function Rows({ rows }: { rows: readonly SourceRow[] }) {
  return (
    <>
      {rows.map((row) => (
        <span key={`${row.table} ${row.source_id} ${row.record_no}`} className="source-door">
          <Door to="query" query={{ sql: recordSql(row) }}>
            {t.record(row.table, formatCount(row.record_no))}
          </Door>
        </span>
      ))}
    </>
  );
}
