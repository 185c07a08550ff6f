import { type FormEvent, useState } from 'react';
import { useAct } from '../../app/act.ts';
import type { PathGrant } from '../../app/types.ts';
import { FileButton } from '../../components/file-button.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { packageWords as t } from '../../strings/package.ts';
import { passphraseFault } from './passphrase-fault.ts';

const EMPTY = { name: '', file_passphrase: '', passphrase: '', again: '' };

/** Takes in a key that somebody else made, such as the firm's authority: a PKCS #12 container with its certificate. */
export function ImportKey() {
  const { busy, error, setError, act } = useAct();
  const [file, setFile] = useState<PathGrant | null>(null);
  const [coming, setComing] = useState(false);
  const [draft, setDraft] = useState(EMPTY);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = draft.name.trim() === '' ? t.needName : passphraseFault(draft.passphrase, draft.again);
    setFault(wrong);
    if (wrong !== null || !file) return;
    const { file_passphrase, passphrase } = draft;
    const params = { file: file.token, name: draft.name.trim(), file_passphrase, passphrase };
    const key = await act('keys.import', params, ({ name }) => t.imported(name));
    if (key === null) return;
    setDraft(EMPTY);
    setFile(null);
  };
  const field = (name: keyof typeof EMPTY, label: string, type: 'text' | 'password') => (
    <label className="field">
      <span className="label">{label}</span>
      <input
        className="input"
        type={type}
        autoComplete={type === 'text' ? 'off' : 'new-password'}
        value={draft[name]}
        onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
      />
    </label>
  );
  return (
    <details>
      <summary>{t.importKey}</summary>
      <p className="muted">{t.importHelp}</p>
      <form
        className="inline-form"
        aria-label={t.importKey}
        noValidate
        onSubmit={(event) => void submit(event)}
      >
        <span className="row-line">
          <FileButton
            purpose="key-file"
            onFault={setError}
            onFiles={([grant]) => setFile(grant ?? null)}
            onComing={setComing}
          >
            {t.chooseKey}
          </FileButton>
          {file && <span className="muted path">{t.chosen(file.label)}</span>}
        </span>
        {field('file_passphrase', t.filePassphrase, 'password')}
        {field('name', t.name, 'text')}
        {field('passphrase', t.passphrase, 'password')}
        {field('again', t.again, 'password')}
        <button type="submit" className="button" disabled={busy || coming || !file}>
          {t.import}
        </button>
      </form>
      {fault !== null && <ErrorNote error={{ message: fault }} />}
      {error && <ErrorNote error={error} />}
    </details>
  );
}
