import { SIGN_ROLES, type SignRole } from '#shared/model/vocabulary.ts';
import { useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useConnection } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import type { PathGrant } from '../../app/types.ts';
import { FileButton } from '../../components/file-button.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatMoment } from '../../data/time.ts';
import { packageWords as p } from '../../strings/package.ts';
import { signoffWords as t } from '../../strings/signoff.ts';

/** Time from outside: a request is carried to an authority, its answer is put into a copy of the package. */
export function TimeStamps({
  given,
  onStamped,
}: {
  given: PathGrant | null;
  onStamped: (grant: PathGrant) => void;
}) {
  const connection = useConnection();
  const { timezone } = useEngagement();
  const { busy, error, setError, act, run } = useAct();
  const [chosen, setChosen] = useState<PathGrant | null>(null);
  const [coming, setComing] = useState(false);
  const [role, setRole] = useState<SignRole>('preparer');
  const [stamped, setStamped] = useState<{ file: string; time: string } | null>(null);
  const file = chosen ?? given;

  const placeFor = async (
    purpose: 'export-save' | 'package-save',
    name: string,
  ): Promise<PathGrant | null> => {
    const place = await connection.host.choose(purpose, name);
    if (!place.ok) setError(place.error);
    return place.ok ? (place.value?.[0] ?? null) : null;
  };
  const request = async (of: PathGrant): Promise<void> => {
    const place = await placeFor('export-save', `${role}.tsq`);
    if (!place) return;
    const params = { file: of.token, role, path: place.token };
    if ((await act('package.time-request', params, t.requestWritten)) === null) return;
    const shown = await connection.host.reveal(place.token);
    if (!shown.ok) setError(shown.error);
  };
  const respond = async (of: PathGrant, response: PathGrant): Promise<void> => {
    const name = of.label.split(/[\\/]/).at(-1) ?? of.label;
    const place = await placeFor('package-save', `${name.replace(/\.zip$/i, '')} stamped.zip`);
    if (!place) return;
    const params = { file: of.token, role, response: response.token, path: place.token };
    const done = await run('package.time-response', params, {
      title: t.stampJob,
      outcome: ({ time }) => t.stamped(formatMoment(time, timezone)),
      cancelled: p.signCancelled,
      readOnly: true,
    });
    if (!done) return;
    setStamped({ file: place.label, time: done.time });
    setChosen(null);
    onStamped(place);
  };

  return (
    <section className="section" aria-label={t.time}>
      <h2>{t.time}</h2>
      <p className="muted">{t.timeLead}</p>
      <div className="row-line">
        <FileButton
          purpose="package-open"
          onFault={setError}
          onFiles={([grant]) => setChosen(grant ?? null)}
          onComing={setComing}
        >
          {p.choosePackage}
        </FileButton>
        {file && <span className="muted path">{p.chosen(file.label)}</span>}
        <label className="row-line">
          {t.signatureOf}
          <select
            className="input"
            value={role}
            onChange={(event) => setRole(event.target.value as SignRole)}
          >
            {SIGN_ROLES.map((name) => (
              <option key={name} value={name}>
                {p.roles[name]}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="button"
          disabled={busy || coming || !file}
          onClick={() => file && void request(file)}
        >
          {t.writeRequest}
        </button>
        <FileButton
          purpose="time-response"
          disabled={busy || coming || !file}
          onFault={setError}
          onFiles={([grant]) => {
            if (file && grant) void respond(file, grant);
          }}
        >
          {t.takeResponse}
        </FileButton>
      </div>
      {stamped && (
        <p>
          <Mark verdict="holds">
            <span>
              {t.stamped(formatMoment(stamped.time, timezone))}{' '}
              <span className="muted path">{stamped.file}</span>
            </span>
          </Mark>
        </p>
      )}
      {error && <ErrorNote error={error} />}
    </section>
  );
}
