import { useEffect, useRef, useState } from 'react';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { touch } from '../../app/jobs.ts';
import type { ErrorEnvelope, PathGrant } from '../../app/types.ts';
import { FileButton } from '../../components/file-button.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { attachmentWords as t } from '../../strings/workpapers.ts';

const NONE = {};

/** Files that a result or a test rests on: taken into the engagement at once, attached when the form is recorded. */
export function AttachFiles({
  value,
  onChange,
}: {
  /** SHA-256 of the files. */
  value: readonly string[];
  onChange: (files: readonly string[]) => void;
}) {
  const connection = useConnection();
  const known = useAsk('attachments.list', NONE);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const nameOf = (sha256: string): string =>
    known.value?.attachments.find((file) => file.sha256 === sha256)?.name ?? sha256.slice(0, 12);
  // Taking files in takes its time: they are added to what is attached by then.
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);
  const take = async (grants: readonly PathGrant[]): Promise<void> => {
    setError(null);
    const answer = await connection.call('attachments.add', { files: grants.map(({ token }) => token) });
    if (!answer.ok) return setError(answer.error);
    onChange([...new Set([...latest.current, ...answer.value.attachments.map(({ sha256 }) => sha256)])]);
    touch();
  };
  const others = (known.value?.attachments ?? []).filter(({ sha256 }) => !value.includes(sha256));
  return (
    <div className="row-line wrap" role="group" aria-label={t.attached}>
      <FileButton purpose="attach-files" onFault={setError} onFiles={(grants) => void take(grants)}>
        {t.choose}
      </FileButton>
      {others.length > 0 && (
        <select
          className="input existing"
          aria-label={t.existing}
          value=""
          onChange={(event) => onChange([...value, event.target.value])}
        >
          <option value="">{t.existing}</option>
          {others.map(({ sha256, name }) => (
            <option key={sha256} value={sha256}>
              {name}
            </option>
          ))}
        </select>
      )}
      {value.map((sha256) => (
        <span key={sha256} className="chip" title={sha256}>
          {nameOf(sha256)}
          <button
            type="button"
            className="button small"
            aria-label={t.remove(nameOf(sha256))}
            onClick={() => onChange(value.filter((item) => item !== sha256))}
          >
            ✕
          </button>
        </span>
      ))}
      {error && <ErrorNote error={error} />}
    </div>
  );
}
