import type { Result } from '#shared/contract/methods.ts';
import { useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useConnection } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { formatBytes } from '../../data/format.ts';
import { previewWords as t } from '../../strings/preview.ts';

/** The report as a build would put it in, to be read before anything is signed. */
export function PreviewReport() {
  const connection = useConnection();
  const { client, period } = useEngagement();
  const { busy, error, setError, run } = useAct();
  const [made, setMade] = useState<Result<'package.preview'> | null>(null);
  const make = async (): Promise<void> => {
    const name = t.previewName(client, period.from, period.to);
    const place = await connection.host.choose('export-save', name);
    if (!place.ok) return setError(place.error);
    const path = place.value?.[0]?.token;
    if (path === undefined) return;
    const written = await run(
      'package.preview',
      { path },
      {
        title: t.previewJob,
        outcome: ({ bytes }) => t.previewed(formatBytes(bytes)),
        cancelled: t.previewCancelled,
        readOnly: true,
      },
    );
    setMade(written);
    if (written) await connection.host.reveal(path);
  };
  return (
    <div className="section preview-report">
      <div className="row-line wrap">
        <button type="button" className="button" disabled={busy} onClick={() => void make()}>
          {t.preview}
        </button>
        <span className="muted">{t.previewHelp}</span>
      </div>
      {made && (
        <p className="row-line wrap">
          <span className="path">{made.file}</span>
          <Hash value={made.sha256} label={t.previewHash} />
          <span className="muted">{t.previewSame}</span>
        </p>
      )}
      {error && <ErrorNote error={error} />}
    </div>
  );
}
