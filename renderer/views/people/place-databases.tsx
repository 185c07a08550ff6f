import { useAct } from '../../app/act.ts';
import { useAsk } from '../../app/connection.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Scroller } from '../../components/scroller.tsx';
import { placesWords as t } from '../../strings/people.ts';

const NONE = {};

/** What tells in which country an address lies; the user may bring a newer one. */
export function PlaceDatabases() {
  const asked = useAsk('places.list', NONE);
  const { busy, error, setError, act } = useAct();
  return (
    <section className="section apart" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p className="muted measure">{t.help}</p>
      {asked.error && <ErrorNote error={asked.error} />}
      {asked.value && (
        <Scroller label={t.title}>
          <table className="ruled" aria-label={t.title}>
            <thead>
              <tr>
                <th scope="col">{t.kind}</th>
                <th scope="col">{t.built}</th>
                <th scope="col">{t.digest}</th>
                <th scope="col">
                  <span className="visually-hidden">{t.remove}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {asked.value.databases.map(({ sha256, kind, built, bundled }) => (
                <tr key={sha256}>
                  <th scope="row">
                    {kind} {bundled && <span className="muted">{t.bundled}</span>}
                  </th>
                  <td className="nowrap">{built}</td>
                  <td>
                    <Hash value={sha256} label={t.digest} />
                  </td>
                  <td className="num">
                    {!bundled && (
                      <button
                        type="button"
                        className="button small"
                        disabled={busy}
                        aria-label={t.removeOf(kind, built)}
                        onClick={() => void act('places.remove', { sha256 }, t.removed)}
                      >
                        {t.remove}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      <div className="row-line">
        <FileButton
          purpose="address-database"
          disabled={busy}
          onFault={setError}
          onFiles={([grant]) => {
            if (grant) void act('places.add', { file: grant.token }, ({ kind }) => t.added(kind));
          }}
        >
          {t.add}
        </FileButton>
      </div>
      {error && <ErrorNote error={error} />}
    </section>
  );
}
