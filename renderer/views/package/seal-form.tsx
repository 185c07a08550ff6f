import type { KeyView } from '#shared/contract/schemas.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useConnection } from '../../app/connection.tsx';
import { useHostInfo, useRemembered } from '../../app/host.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { say } from '../../components/copy.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { packageWords as t } from '../../strings/package.ts';

export interface Seal {
  key: string;
  /** As typed, or what stands for a remembered one. */
  passphrase: string;
}

/**
 * Key and passphrase for one signature. The window forgets the passphrase as soon as it is used; the host remembers one
 * that proved right, where it can and the user wishes it.
 */
export function SealForm({
  keys,
  role,
  action,
  disabled,
  label,
  onSeal,
  children,
}: {
  keys: readonly KeyView[];
  role: SignRole;
  action: string;
  disabled: boolean;
  label: string;
  /** @returns whether it was signed */
  onSeal: (seal: Seal) => Promise<boolean>;
  children?: ReactNode;
}) {
  const { host } = useConnection();
  const keeps = useHostInfo().value?.passphrases === 'sealed';
  const remembered = useRemembered();
  const [key, setKey] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [wished, setWished] = useState(false);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const chosen = key ?? keys[0]?.name ?? '';
  const known = remembered.value?.find((entry) => entry.key === chosen);
  const seal = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setError(null);
    setPassphrase('');
    setWished(false);
    const signed = await onSeal({ key: chosen, passphrase: known?.token ?? passphrase });
    const kept = signed && wished && !known ? await host.remember(chosen, passphrase) : null;
    if (kept?.ok) say(t.rememberedNow(chosen));
    else if (kept) setError(kept.error);
    // One that could no longer be opened is forgotten by then.
    remembered.reload();
  };
  const forget = async (): Promise<void> => {
    const answer = await host.forget(chosen);
    if (answer.ok) say(t.forgotten(chosen));
    else setError(answer.error);
    remembered.reload();
  };
  return (
    <>
      <form className="inline-form" aria-label={label} onSubmit={(event) => void seal(event)}>
        {children}
        <label className="field">
          <span className="label">{t.key}</span>
          <select
            className="input"
            value={chosen}
            disabled={keys.length === 0}
            onChange={(event) => setKey(event.target.value)}
          >
            {keys.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {known ? (
          <div className="field">
            <span className="label">{t.passphrase}</span>
            <span className="row-line remembered">
              <span>{t.remembered}</span>
              <button
                type="button"
                className="button small"
                aria-label={t.forgetOf(chosen)}
                onClick={() => void forget()}
              >
                {t.forget}
              </button>
            </span>
          </div>
        ) : (
          <label className="field">
            <span className="label">{t.passphrase}</span>
            <input
              className="input"
              type="password"
              autoComplete="off"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          </label>
        )}
        <button
          type="submit"
          className={role === 'preparer' ? 'button primary' : 'button'}
          disabled={disabled || keys.length === 0 || (!known && passphrase === '')}
        >
          {action}
        </button>
        {keys.length === 0 && <span className="muted">{t.needKey}</span>}
      </form>
      {keys.find(({ name }) => name === chosen)?.algorithm === 'ed25519' && (
        <p className="muted">{t.ed25519Help}</p>
      )}
      {keeps && !known && keys.length > 0 && (
        <label className="row-line">
          <input type="checkbox" checked={wished} onChange={(event) => setWished(event.target.checked)} />
          {t.remember}
        </label>
      )}
      {error && <ErrorNote error={error} />}
    </>
  );
}
