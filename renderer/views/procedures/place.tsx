import { lazy } from 'react';
import { useAddress } from '../../app/places.ts';
import { SubPlaces } from '../../components/sub-places.tsx';
import { workpaperParts as t } from '../../strings/workpapers.ts';
import Procedures from './procedures.tsx';

const Controls = lazy(() => import('../workpapers/controls.tsx'));
const Samples = lazy(() => import('../workpapers/samples.tsx'));
const Attachments = lazy(() => import('../workpapers/attachments.tsx'));

/** The place by its address: the catalogue of tests, and the tests by hand beside it. */
export default function Place() {
  const { query } = useAddress();
  const { view = '' } = query;
  const parts = (
    <SubPlaces
      place="procedures"
      label={t.label}
      current={view}
      items={[
        ['', t.catalogue],
        ['controls', t.controls],
        ['samples', t.samples],
        ['attachments', t.attachments],
      ]}
    />
  );
  if (view === 'controls') return <Controls parts={parts} />;
  if (view === 'samples') return <Samples parts={parts} />;
  if (view === 'attachments') return <Attachments parts={parts} />;
  return <Procedures parts={parts} />;
}
