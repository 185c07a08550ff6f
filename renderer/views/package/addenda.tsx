import type { Result } from '#shared/contract/methods.ts';
import { useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useEngagement } from '../../app/engagement.ts';
import type { PathGrant } from '../../app/types.ts';
import { Field } from '../../components/field.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { formatBytes } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { signoffWords as t } from '../../strings/signoff.ts';

/** What was added after the lock: who, when, why; and a form for one more. */
export function Addenda({ addenda }: { addenda: Result<'signoff.state'>['addenda'] }) {
  const { timezone } = useEngagement();
  return (
    <section className="section" aria-label={t.addenda}>
      <h3>{t.addenda}</h3>
      {addenda.length === 0 && <p className="muted">{t.noAddenda}</p>}
      <ol className="section">
        {addenda.map((item) => (
          <li key={item.seq} className="source-row">
            <p className="row-line">
              <strong>{item.reason}</strong>
              <span className="muted">{t.addedBy(item.by, formatMoment(item.at, timezone))}</span>
              <Hash value={item.hash} label={t.entryHash} />
            </p>
            <p className="prose-lines">{item.text}</p>
            <ul>
              {item.files.map((file) => (
                <li key={file.sha256} className="row-line">
                  <span className="path">{file.name}</span>
                  <span className="muted">{formatBytes(file.size)}</span>
                  <Hash value={file.sha256} label={t.sha256} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <NewAddendum />
    </section>
  );
}

const EMPTY = { reason: '', text: '' };

function NewAddendum() {
  const { busy, error, setError, act } = useAct();
  const [draft, setDraft] = useState(EMPTY);
  const [files, setFiles] = useState<readonly PathGrant[]>([]);
  const add = async (): Promise<void> => {
    const params = { ...draft, files: files.map(({ token }) => token) };
    if ((await act('signoff.addendum', params, t.added)) === null) return;
    setDraft(EMPTY);
    setFiles([]);
  };
  const [coming, setComing] = useState(false);
  const ready = !coming && draft.reason.trim() !== '' && draft.text.trim() !== '';
  return (
    <form
      className="section addendum"
      aria-label={t.newAddendum}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void add();
      }}
    >
      <h3>{t.newAddendum}</h3>
      <Field label={t.reason} help={t.reasonHelp}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            value={draft.reason}
            onChange={(event) => setDraft({ ...draft, reason: event.target.value })}
          />
        )}
      </Field>
      <Field label={t.text}>
        {(ids) => (
          <textarea
            {...ids}
            className="input"
            rows={4}
            value={draft.text}
            onChange={(event) => setDraft({ ...draft, text: event.target.value })}
          />
        )}
      </Field>
      <div className="row-line">
        <FileButton
          purpose="attach-files"
          onFault={setError}
          onFiles={(grants) => setFiles((before) => [...before, ...grants])}
          onComing={setComing}
        >
          {t.attach}
        </FileButton>
        {files.map((file) => (
          <span key={file.token} className="muted path">
            {file.label}
          </span>
        ))}
      </div>
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy || !ready}>
          {t.addAddendum}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </form>
  );
}
