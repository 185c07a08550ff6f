import type { Params } from '#shared/contract/methods.ts';
import { useAct } from '../../app/act.ts';
import { useConnection } from '../../app/connection.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { formatBytes } from '../../data/format.ts';
import { reportWords as t } from '../../strings/reports.ts';

type Format = keyof typeof t.formats;

/** Writes the report as it is shown to a file; the PDF reads as the sheet does. */
export function SaveReport({ asked, title }: { asked: Params<'report.get'>; title: string }) {
  const connection = useConnection();
  const { busy, error, setError, run } = useAct();
  const save = async (format: Format): Promise<void> => {
    const place = await connection.host.choose('export-save', `${title}.${format}`);
    if (!place.ok) return setError(place.error);
    const path = place.value?.[0]?.token;
    if (path === undefined) return;
    const written = await run(
      'report.export',
      { ...asked, format, path },
      {
        title: t.saveJob(title, t.formats[format]),
        outcome: ({ bytes }) => t.saved(formatBytes(bytes)),
        cancelled: t.saveCancelled,
        readOnly: true,
      },
    );
    if (written) await connection.host.reveal(path);
  };
  return (
    <>
      {(Object.keys(t.formats) as Format[]).map((format) => (
        <button
          key={format}
          type="button"
          className="button small"
          disabled={busy}
          onClick={() => void save(format)}
        >
          {t.saveAs(t.formats[format])}
        </button>
      ))}
      {error && <ErrorNote error={error} />}
    </>
  );
}
