import type { KeyView } from '#shared/contract/schemas.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import { type ReactNode, useState } from 'react';
import { packageWords as t } from '../../strings/package.ts';

export interface Seal {
  key: string;
  passphrase: string;
}

/** Key and passphrase for one signature; the passphrase is forgotten as soon as it is used. */
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
  onSeal: (seal: Seal) => void;
  children?: ReactNode;
}) {
  const [key, setKey] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const chosen = key ?? keys[0]?.name ?? '';
  return (
    <form
      className="inline-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSeal({ key: chosen, passphrase });
        setPassphrase('');
      }}
    >
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
      <button
        type="submit"
        className={role === 'preparer' ? 'button primary' : 'button'}
        disabled={disabled || keys.length === 0 || passphrase === ''}
      >
        {action}
      </button>
      {keys.length === 0 && <span className="muted">{t.needKey}</span>}
    </form>
  );
}
