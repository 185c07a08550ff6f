import type { Params } from '#shared/contract/methods.ts';
import type { ErrorEnvelope, PathGrant } from '../../app/types.ts';
import { FileButton } from '../../components/file-button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { integrityWords as t } from '../../strings/integrity.ts';

/** Keys that a check can need and that no log carries. */
export interface KeysOfCheck {
  checkpoint: string;
  secret: PathGrant | null;
}

export const NO_KEYS: KeysOfCheck = { checkpoint: '', secret: null };

type Question = Pick<Params<'chain.verify'>, 'checkpoint_key' | 'hmac_key'>;

export const secretOf = ({ secret }: KeysOfCheck): Question =>
  secret === null ? {} : { hmac_key: secret.token };

/** A verifier key says something of an anchor only. */
export const withAnchor = (keys: KeysOfCheck): Question => ({
  ...secretOf(keys),
  ...(keys.checkpoint.trim() === '' ? {} : { checkpoint_key: keys.checkpoint.trim() }),
});

export function CheckKeys({
  keys,
  onChange,
  onFault,
}: {
  keys: KeysOfCheck;
  onChange: (keys: KeysOfCheck) => void;
  onFault: (error: ErrorEnvelope) => void;
}) {
  const { checkpoint, secret } = keys;
  return (
    <details className="check-keys">
      <summary>{t.keys}</summary>
      <p className="muted">{t.keysHelp}</p>
      <div className="inline-form">
        <TextField
          label={t.checkpointKey}
          help={t.checkpointHelp}
          look="mono wide"
          value={checkpoint}
          onChange={(text) => onChange({ ...keys, checkpoint: text })}
        />
        <FileButton
          purpose="secret"
          title={t.secretHelp}
          onFault={onFault}
          onFiles={([grant]) => grant && onChange({ ...keys, secret: grant })}
        >
          {t.secret}
        </FileButton>
        {secret !== null && (
          <span className="row-line">
            <span className="muted path">{t.secretChosen(secret.label)}</span>
            <button
              type="button"
              className="button small"
              onClick={() => onChange({ ...keys, secret: null })}
            >
              {t.secretDrop}
            </button>
          </span>
        )}
      </div>
    </details>
  );
}
