import { DISPOSITIONS, type Disposition } from '#shared/model/vocabulary.ts';
import { useState } from 'react';
import { useConnection } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { showDisposition } from '../../app/findings.ts';
import { touch } from '../../app/jobs.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { say } from '../../components/copy.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { formatCount, plural } from '../../data/format.ts';
import { findingWords as t } from '../../strings/findings.ts';
import { words } from '../../strings/words.ts';
import { rememberDecision } from './undo.ts';

/** The client's disposition for one finding or for many at once, with a note for the journal. */
export function Decide({
  ids,
  current,
  note: stored,
  onDone,
  onClear,
}: {
  ids: ReadonlySet<string>;
  /** The disposition in force, when all have the same. */
  current?: Disposition;
  note?: string | null;
  onDone: () => void;
  /** Where many are selected. */
  onClear?: () => void;
}) {
  const connection = useConnection();
  const { id, locked } = useEngagement();
  const [disposition, setDisposition] = useState<Disposition>(current ?? 'remove_access');
  const [note, setNote] = useState(stored ?? '');
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const apply = async (): Promise<void> => {
    const answer = await connection.call('findings.dispose', {
      finding_ids: [...ids],
      disposition,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
    if (!answer.ok) return setError(answer.error);
    showDisposition(ids, disposition);
    rememberDecision(id, ids);
    touch();
    say(t.applied(plural(answer.value.changed, t.findingWord), words.disposition[disposition]));
    onDone();
  };
  return (
    <form
      className="decide"
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <label className="row-line">
        <span>{current === undefined ? t.decideFor(formatCount(ids.size)) : t.disposition}</span>
        <select
          className="input"
          value={disposition}
          disabled={locked}
          onChange={(event) => setDisposition(event.target.value as Disposition)}
        >
          {DISPOSITIONS.map((name) => (
            <option key={name} value={name}>
              {words.disposition[name]}
            </option>
          ))}
        </select>
      </label>
      <input
        className="input note"
        aria-label={t.note}
        placeholder={t.notePlaceholder}
        value={note}
        disabled={locked}
        onChange={(event) => setNote(event.target.value)}
      />
      <button type="submit" className="button primary" disabled={locked}>
        {t.apply}
      </button>
      {onClear && (
        <button type="button" className="button" onClick={onClear}>
          {t.clear}
        </button>
      )}
      {locked && <p className="muted">{t.locked}</p>}
      {error && <ErrorNote error={error} />}
    </form>
  );
}
