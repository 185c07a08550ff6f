import { useState } from 'react';
import { useConnection } from '../../app/connection.tsx';
import { runJob } from '../../app/jobs.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { plural } from '../../data/format.ts';
import { queryWords as t } from '../../strings/query.ts';

type Format = keyof typeof t.formats;

/** Writes every row of a statement or of an open result to a file, not only those on screen. */
export function ExportMenu({
  of,
  name = 'query',
}: {
  of: { sql: string } | { result_id: string };
  /** What the file is called, without its ending. */
  name?: string;
}) {
  const connection = useConnection();
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const write = async (format: Format): Promise<void> => {
    const place = await connection.host.choose('export-save', `${name}.${format}`);
    if (!place.ok) return setError(place.error);
    const path = place.value?.[0]?.token;
    if (path === undefined) return;
    const answer = await runJob(
      connection,
      'query.export',
      { ...of, format, path },
      {
        title: t.exportJob(t.formats[format]),
        outcome: ({ rows, file }) => t.exported(plural(rows, 'row'), file),
        cancelled: t.exportCancelled,
        readOnly: true,
      },
    );
    if (answer.ok) {
      setError(null);
      await connection.host.reveal(path);
    } else if (answer.error.code !== 'CANCELLED') setError(answer.error);
  };
  return (
    <>
      <select
        className="input"
        aria-label={t.export}
        value=""
        onChange={(event) => void write(event.target.value as Format)}
      >
        <option value="">{t.export}</option>
        {Object.entries(t.formats).map(([format, title]) => (
          <option key={format} value={format}>
            {title}
          </option>
        ))}
      </select>
      {error && <ErrorNote error={error} />}
    </>
  );
}
