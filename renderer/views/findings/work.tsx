import type { FindingDetail } from '#shared/contract/schemas.ts';
import { CONCLUSIONS, type Conclusion, type DeficiencyClass } from '#shared/model/vocabulary.ts';
import { useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { forgetFindings } from '../../app/findings.ts';
import { isDay } from '#shared/model/day.ts';
import { DateField } from '../../components/date-field.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Tree } from '../../components/tree.tsx';
import { plural } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { DeficiencyChoice } from './deficiency-choice.tsx';
import { findingWords as t } from '../../strings/findings.ts';

type Work = NonNullable<FindingDetail['work']>;

/** What people made of a finding, each word with who said it and when; the auditor's apart from the client's. */
export function FindingWork({
  id,
  work,
  onDone,
}: {
  id: string;
  work: Work | undefined;
  onDone: () => void;
}) {
  const { timezone, locked } = useEngagement();
  const signed = ({ by, at }: { by: string; at: string }): string => t.said(by, formatMoment(at, timezone));
  const ids = new Set([id]);
  return (
    <section className="section" aria-label={t.work}>
      <h3>{t.work}</h3>
      {work?.conclusion && (
        <p>
          <strong>{t.conclusions[work.conclusion.conclusion]}</strong>
          {work.conclusion.deficiency !== null && ` (${t.deficiencies[work.conclusion.deficiency]})`}
          {work.conclusion.reason !== null && `: ${work.conclusion.reason}`}{' '}
          <span className="muted">{signed(work.conclusion)}</span>
        </p>
      )}
      {work?.response && (
        <p>
          <strong>{t.response}</strong>: {work.response.text}{' '}
          <span className="muted">
            {t.responseBy(work.response.owner, work.response.due)} {signed(work.response)}
          </span>
        </p>
      )}
      <ul>
        {(work?.notes ?? []).map((note) => (
          <li key={`${note.at} ${note.text}`}>
            {note.tick_mark !== null && <strong className="tick-mark">{note.tick_mark}</strong>} {note.text}{' '}
            <span className="muted">{signed(note)}</span>
          </li>
        ))}
      </ul>
      {!locked && (
        <>
          <details>
            <summary>{t.conclude}</summary>
            <Conclude ids={ids} onDone={onDone} />
          </details>
          <details>
            <summary>{t.respond}</summary>
            <Respond ids={ids} onDone={onDone} />
          </details>
          <details>
            <summary>{t.addNote}</summary>
            <Note ids={ids} onDone={onDone} />
          </details>
        </>
      )}
      <History id={id} />
    </section>
  );
}

interface FormProps {
  ids: ReadonlySet<string>;
  onDone: () => void;
}

/** The table shows conclusions and owners too: it is read again. */
function finish(onDone: () => void): void {
  forgetFindings();
  onDone();
}

const said = (changed: number): string => t.noted(plural(changed, t.findingWord));

/** The auditor's conclusion, for one finding or for many. */
export function Conclude({ ids, onDone }: FormProps) {
  const { busy, error, act } = useAct();
  const [conclusion, setConclusion] = useState<Conclusion>('deviation');
  const [deficiency, setDeficiency] = useState<DeficiencyClass | ''>('');
  const [reason, setReason] = useState('');
  const apply = async (): Promise<void> => {
    const params = {
      finding_ids: [...ids],
      conclusion,
      ...(conclusion === 'deviation' && deficiency !== '' ? { deficiency } : {}),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    };
    if (await act('findings.conclude', params, ({ changed }) => said(changed))) finish(onDone);
  };
  return (
    <form
      className="decide"
      aria-label={t.conclude}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <select
        className="input"
        aria-label={t.conclusion}
        value={conclusion}
        onChange={(event) => setConclusion(event.target.value as Conclusion)}
      >
        {CONCLUSIONS.map((name) => (
          <option key={name} value={name}>
            {t.conclusions[name]}
          </option>
        ))}
      </select>
      {conclusion === 'deviation' && <DeficiencyChoice value={deficiency} onChange={setDeficiency} />}
      <input
        className="input note"
        aria-label={t.concludeWhy}
        placeholder={t.concludeWhy}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="button" disabled={busy}>
        {t.conclude}
      </button>
      {error && <ErrorNote error={error} />}
    </form>
  );
}

/** Management's answer, for one finding or for many: what they say, who sees to it, until when. */
export function Respond({ ids, onDone }: FormProps) {
  const { busy, error, act } = useAct();
  const [draft, setDraft] = useState({ response: '', owner: '', due: '' });
  const ready = draft.response.trim() !== '' && (draft.due === '' || isDay(draft.due));
  const apply = async (): Promise<void> => {
    const params = {
      finding_ids: [...ids],
      response: draft.response.trim(),
      ...(draft.owner.trim() === '' ? {} : { owner: draft.owner.trim() }),
      ...(draft.due === '' ? {} : { due: draft.due }),
    };
    if (await act('findings.respond', params, ({ changed }) => said(changed))) finish(onDone);
  };
  return (
    <form
      className="decide"
      aria-label={t.respond}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void apply();
      }}
    >
      <input
        className="input note"
        aria-label={t.response}
        placeholder={t.response}
        value={draft.response}
        onChange={(event) => setDraft({ ...draft, response: event.target.value })}
      />
      <input
        className="input"
        aria-label={t.owner}
        placeholder={t.owner}
        value={draft.owner}
        onChange={(event) => setDraft({ ...draft, owner: event.target.value })}
      />
      <DateField label={t.due} value={draft.due} onChange={(due) => setDraft({ ...draft, due })} />
      <button type="submit" className="button" disabled={busy || !ready}>
        {t.recordResponse}
      </button>
      {error && <ErrorNote error={error} />}
    </form>
  );
}

/** A note or a tick mark, for one finding or for many. */
export function Note({ ids, onDone }: FormProps) {
  const { busy, error, act } = useAct();
  const [text, setText] = useState('');
  const [mark, setMark] = useState('');
  const apply = async (): Promise<void> => {
    const params = {
      finding_ids: [...ids],
      ...(text.trim() === '' ? {} : { note: text.trim() }),
      ...(mark === '' ? {} : { tick_mark: mark }),
    };
    if (await act('findings.note', params, ({ changed }) => said(changed))) finish(onDone);
  };
  return (
    <form
      className="decide"
      aria-label={t.addNote}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <select
        className="input"
        aria-label={t.tickMark}
        value={mark}
        onChange={(event) => setMark(event.target.value)}
      >
        <option value="">{t.noMark}</option>
        {t.tickMarks.map(([sign, meaning]) => (
          <option key={sign} value={sign}>
            {sign} {meaning}
          </option>
        ))}
      </select>
      <input
        className="input note"
        aria-label={t.noteText}
        placeholder={t.noteText}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button" disabled={busy || (text.trim() === '' && mark === '')}>
        {t.addNote}
      </button>
      {error && <ErrorNote error={error} />}
    </form>
  );
}

function History({ id }: { id: string }) {
  const { timezone } = useEngagement();
  const [open, setOpen] = useState(false);
  const { value, error } = useAsk('findings.history', open ? { finding_id: id } : null);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.history}</summary>
      {error && <ErrorNote error={error} />}
      {value && value.entries.length === 0 && <p className="muted">{t.noHistory}</p>}
      <ol className="section">
        {(value?.entries ?? []).map((entry) => (
          <li key={entry.seq} className="source-row">
            <p>
              <strong>{t.entryKinds[entry.kind]}</strong>{' '}
              <span className="muted">{t.said(entry.by, formatMoment(entry.at, timezone))}</span>
            </p>
            <Tree value={entry.content} zone={timezone} />
          </li>
        ))}
      </ol>
    </details>
  );
}
