import { lazy } from 'react';
import { useAddress } from '../../app/places.ts';
import { SubPlaces } from '../../components/sub-places.tsx';
import { integrityWords as t } from '../../strings/integrity.ts';
import { Chains } from './chains.tsx';

const CloudTrail = lazy(() => import('./cloudtrail.tsx'));
const Retention = lazy(() => import('./retention.tsx'));
const Trails = lazy(() => import('./trails.tsx'));
const Journal = lazy(() => import('./journal.tsx'));
const Profiles = lazy(() => import('./profiles.tsx'));

/** The place by its address: chains, CloudTrail's statement, retention, one subject's trail, hash profiles, our own journal. */
export default function Integrity() {
  const { query } = useAddress();
  const { view = '' } = query;
  const parts = (
    <SubPlaces
      place="integrity"
      label={t.parts}
      current={view}
      items={[
        ['', t.chains],
        ['cloudtrail', t.cloudtrail],
        ['retention', t.retention],
        ['trails', t.trails],
        ['profiles', t.profiles],
        ['journal', t.journal],
      ]}
    />
  );
  if (view === 'cloudtrail') return <CloudTrail parts={parts} />;
  if (view === 'retention') return <Retention parts={parts} />;
  if (view === 'trails') return <Trails key={query['subject'] ?? ''} parts={parts} />;
  if (view === 'profiles') return <Profiles parts={parts} />;
  if (view === 'journal') return <Journal parts={parts} />;
  return <Chains parts={parts} />;
}
