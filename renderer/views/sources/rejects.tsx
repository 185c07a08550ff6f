import { useState } from 'react';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { useAct } from '../../app/act.ts';
import { copyText } from '../../components/copy.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { RawText } from '../../components/raw-text.tsx';
import { formatCount, plural } from '../../data/format.ts';
import { sourceWords as t } from '../../strings/sources.ts';

const STEP = 200;

/** The records that were not loaded, why, and as received: to give back to the client. */
export function Rejects({ id, file, total }: { id: string; file: string; total: number }) {
  const connection = useConnection();
  const [limit, setLimit] = useState(STEP);
  const { busy, error, setError, run } = useAct();
  const rejects = useAsk('intake.rejects', total === 0 ? null : { source_id: id, limit });
  if (total === 0) return <p className="muted">{t.noRejects}</p>;
  if (rejects.error) return <ErrorNote error={rejects.error} />;
  if (!rejects.value) return null;
  const shown = rejects.value.rejects;
  const copy = (): void => {
    const clean = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');
    const lines = shown.map(({ record, code, message, raw }) =>
      [record, code, clean(message), clean(raw ?? '')].join('\t'),
    );
    void copyText([[t.record, t.code, t.message, t.raw].join('\t'), ...lines].join('\n'), t.copiedRejects);
  };
  const write = async (): Promise<void> => {
    const name = file.replace(/^.*\//, '').replace(/[^\w.-]+/g, '_');
    const place = await connection.host.choose('export-save', `rejects-${name}.csv`);
    if (!place.ok) return setError(place.error);
    const path = place.value?.[0]?.token;
    if (path === undefined) return;
    const sql = `SELECT record_no, code, message, raw FROM work.rejects WHERE source_id = '${id}' ORDER BY record_no`;
    const done = await run(
      'query.export',
      { sql, format: 'csv', path },
      {
        title: t.exportRejectsJob,
        outcome: (value) => t.exported(plural(value.rows, 'record'), value.file),
        cancelled: t.exportCancelled,
        readOnly: true,
      },
    );
    if (done) await connection.host.reveal(path);
  };
  return (
    <section className="section" aria-label={t.rejects}>
      <h3>{t.rejects}</h3>
      <ol className="rejects">
        {shown.map(({ record, code, message, raw }) => (
          <li key={record}>
            <p>
              <strong>
                {t.record} {formatCount(record)}
              </strong>{' '}
              <code>{code}</code> {message}
            </p>
            {raw !== null && (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled block must be reachable by keyboard
              <pre className="sql" tabIndex={0} aria-label={`${t.raw}, ${t.record} ${record}`}>
                <RawText text={raw} />
              </pre>
            )}
          </li>
        ))}
      </ol>
      <div className="row-line">
        <span className="muted">
          {t.rejectsShown(formatCount(shown.length), formatCount(rejects.value.total))}
        </span>
        {shown.length < rejects.value.total && (
          <button type="button" className="button small" onClick={() => setLimit(limit + STEP)}>
            {t.showMore}
          </button>
        )}
        <button type="button" className="button small" onClick={copy}>
          {t.copyRejects}
        </button>
        <button type="button" className="button small" disabled={busy} onClick={() => void write()}>
          {t.exportRejects}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </section>
  );
}
