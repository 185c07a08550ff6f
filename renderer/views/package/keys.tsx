import type { KeyView } from '#shared/contract/schemas.ts';
import { NEW_KEY_KINDS, type NewKeyKind } from '#shared/model/vocabulary.ts';
import { type FormEvent, useState } from 'react';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { useHostInfo } from '../../app/host.ts';
import { touch } from '../../app/jobs.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { Scroller } from '../../components/scroller.tsx';
import { copyText, say } from '../../components/copy.ts';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { formatMoment } from '../../data/time.ts';
import { packageWords as t } from '../../strings/package.ts';
import { ImportKey } from './import-key.tsx';
import { passphraseFault } from './passphrase-fault.ts';

const NONE = {};

export function Keys({ keys }: { keys: readonly KeyView[] }) {
  const { timezone } = useEngagement();
  const connection = useConnection();
  const info = useHostInfo();
  const unreadable = useAsk('keys.unreadable', NONE);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const certificate = async (name: string): Promise<void> => {
    const answer = await connection.call('keys.certificate', { name });
    if (answer.ok) await copyText(answer.value.pem, t.copiedCertificate);
    else setError(answer.error);
  };
  return (
    <section className="section" aria-label={t.keys}>
      <h2>{t.keys}</h2>
      {keys.length === 0 ? (
        <p className="muted">{t.noKeys}</p>
      ) : (
        <Scroller label={t.keys}>
          <table className="ruled">
            <thead>
              <tr>
                <th scope="col">{t.name}</th>
                <th scope="col">{t.algorithm}</th>
                <th scope="col">{t.fingerprint}</th>
                <th scope="col">{t.validUntil}</th>
                <th scope="col">
                  <span className="visually-hidden">{t.certificate}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr key={key.name}>
                  <th scope="row">{key.name}</th>
                  <td>{key.algorithm}</td>
                  <td>
                    <Hash value={key.fingerprint} label={t.fingerprint} />
                  </td>
                  <td>{formatMoment(key.not_after, timezone)}</td>
                  <td className="num">
                    <button type="button" className="button small" onClick={() => void certificate(key.name)}>
                      {t.certificate}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {error && <ErrorNote error={error} />}
      {info.value?.passphrases === 'no-safe-place' && <p className="muted">{t.noSafePlace}</p>}
      {unreadable.value && unreadable.value.length > 0 && (
        <p className="notice">{t.unreadable(unreadable.value.join(', '))}</p>
      )}
      <NewKey open={keys.length === 0} />
      <ImportKey />
    </section>
  );
}

function NewKey({ open }: { open: boolean }) {
  const connection = useConnection();
  const [draft, setDraft] = useState({ name: '', passphrase: '', again: '' });
  const [algorithm, setAlgorithm] = useState<NewKeyKind>('ecdsa-sha256');
  const [fault, setFault] = useState<{ message: string } | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = faultOf(draft);
    if (wrong !== null) return setFault({ message: wrong });
    const answer = await connection.call('keys.create', {
      name: draft.name.trim(),
      passphrase: draft.passphrase,
      algorithm,
    });
    if (!answer.ok) return setFault(answer.error);
    setFault(null);
    setDraft({ name: '', passphrase: '', again: '' });
    say(t.created(answer.value.name));
    touch();
  };
  const field = (name: keyof typeof draft, label: string, secret: boolean) => (
    <label className="field">
      <span className="label">{label}</span>
      <input
        className="input"
        type={secret ? 'password' : 'text'}
        autoComplete={secret ? 'new-password' : 'off'}
        value={draft[name]}
        onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
      />
    </label>
  );
  return (
    <details open={open || undefined}>
      <summary>{t.newKey}</summary>
      <form className="inline-form" aria-label={t.newKey} noValidate onSubmit={(event) => void submit(event)}>
        {field('name', t.name, false)}
        {field('passphrase', t.passphrase, true)}
        {field('again', t.again, true)}
        <label className="field">
          <span className="label">{t.kind}</span>
          <select
            className="input"
            value={algorithm}
            onChange={(event) => setAlgorithm(event.target.value as NewKeyKind)}
          >
            {NEW_KEY_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t.kinds[kind]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button">
          {t.create}
        </button>
      </form>
      {algorithm === 'ed25519' && <p className="muted">{t.ed25519Help}</p>}
      {fault && <ErrorNote error={fault} />}
    </details>
  );
}

function faultOf({
  name,
  passphrase,
  again,
}: {
  name: string;
  passphrase: string;
  again: string;
}): string | null {
  return name.trim() === '' ? t.needName : passphraseFault(passphrase, again);
}
