import type { DrawnSample } from '#shared/contract/sampling-schemas.ts';
import { useAct } from '../../../app/act.ts';
import { useConnection } from '../../../app/connection.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { plural } from '../../../data/format.ts';
import { sampleWords as t } from '../../../strings/workpapers.ts';

type Format = keyof typeof t.formats;

/** The sheet as a file, for the workpapers outside of this program. */
export function ExportSample({ sample }: { sample: DrawnSample }) {
  const connection = useConnection();
  const { busy, error, setError, run } = useAct();
  const write = async (format: Format): Promise<void> => {
    const place = await connection.host.choose(
      'export-save',
      `${sample.sample_id} ${sample.title}.${format}`,
    );
    if (!place.ok) return setError(place.error);
    const path = place.value?.[0]?.token;
    if (path === undefined) return;
    const done = await run(
      'sampling.export',
      { sample_id: sample.sample_id, format, path },
      {
        title: `${t.export} ${format.toUpperCase()}`,
        outcome: ({ rows, file }) => t.exported(plural(rows, 'item'), file),
        cancelled: t.export,
        readOnly: true,
      },
    );
    if (!done) return;
    const shown = await connection.host.reveal(path);
    if (!shown.ok) setError(shown.error);
  };
  return (
    <>
      <select
        className="input"
        aria-label={t.export}
        value=""
        disabled={busy}
        onChange={(event) => void write(event.target.value as Format)}
      >
        <option value="">{t.export}</option>
        {Object.entries(t.formats).map(([format, name]) => (
          <option key={format} value={format}>
            {name}
          </option>
        ))}
      </select>
      {error && <ErrorNote error={error} />}
    </>
  );
}
