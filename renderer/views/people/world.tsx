import { Suspense, lazy } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { go, useAddress } from '../../app/places.ts';
import { MissingSource } from '../../components/missing-source.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { formatCount } from '../../data/format.ts';
import { peopleWords } from '../../strings/people.ts';
import { pictureWords as t } from '../../strings/pictures.ts';

import { PlaceDatabases } from './place-databases.tsx';

// The outlines are some 30 kB that no other place needs.
const WorldMap = lazy(() => import('./world/world-map.tsx'));

type Use = 'all' | 'logins' | 'failed';
const USES: readonly Use[] = ['all', 'logins', 'failed'];

/** From which countries systems are used. */
export function World() {
  const { query } = useAddress();
  const use = USES.find((one) => one === query['only']) ?? 'all';
  const { value, error, pending } = useAsk('access.countries', { use });
  const placed = value?.countries.reduce((sum, { entries }) => sum + entries, 0) ?? 0;
  return (
    <div className="section">
      {(use !== 'all' || (value?.entries ?? 0) > 0) && (
        <div className="row-line">
          <select
            className="input"
            aria-label={peopleWords.whichUse}
            value={use}
            onChange={({ target }) =>
              go('people', { view: 'world', ...(target.value === 'all' ? {} : { only: target.value }) })
            }
          >
            {USES.map((one) => (
              <option key={one} value={one}>
                {t.uses[one]}
              </option>
            ))}
          </select>
        </div>
      )}
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={t.world} />}
      {value && value.entries === 0 && use === 'all' && (
        <MissingSource title={peopleWords.noLogs} help={t.noLogsHelp} />
      )}
      {value && value.entries === 0 && use !== 'all' && <p>{peopleWords.noneOfUse}</p>}
      {value && value.entries > 0 && (
        <>
          <p>
            {t.worldSum(formatCount(placed), formatCount(value.entries), t.countries(value.countries.length))}
          </p>
          <Suspense fallback={<Waiting what={t.world} />}>
            <WorldMap found={value} name={t.worldOf[use] ?? use} />
          </Suspense>
          <p className="muted measure">{t.database(value.database.kind, value.database.built)}</p>
        </>
      )}
      <PlaceDatabases />
    </div>
  );
}
