import { lazy } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { useAddress } from '../../app/places.ts';
import { FileButton } from '../../components/file-button.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { SubPlaces } from '../../components/sub-places.tsx';
import { sourceWords as t } from '../../strings/sources.ts';
import { words } from '../../strings/words.ts';
import { DropZone } from './drop-zone.tsx';
import { ReceiptTable } from './receipt-table.tsx';
import { UndoneNote } from './undone.tsx';
import { useImport } from './use-import.ts';

const Sheet = lazy(() => import('./sheet/sheet.tsx'));
const MappingEditor = lazy(() => import('./mapping/mapping-editor.tsx'));
const Mappings = lazy(() => import('./mapping/mappings.tsx'));
const Requested = lazy(() => import('./pbc/requested.tsx'));
const Snapshots = lazy(() => import('./snapshots.tsx'));

const NONE = {};

/** The place by its address: the files, one file's sheet, the mapping of one, what was asked for, what was seen when. */
export default function Sources() {
  const { query } = useAddress();
  const { sheet, map, mapping, view = '' } = query;
  if (sheet !== undefined) return <Sheet key={sheet} id={sheet} />;
  if (map !== undefined)
    return <MappingEditor key={`${map} ${mapping ?? ''}`} id={map} mapping={mapping ?? null} />;
  const parts = (
    <SubPlaces
      place="sources"
      label={t.parts}
      current={view}
      items={[
        ['', t.files],
        ['requested', t.requested],
        ['mappings', t.mappings],
        ['snapshots', t.snapshots],
      ]}
    />
  );
  if (view === 'requested') return <Requested parts={parts} />;
  if (view === 'mappings') return <Mappings parts={parts} />;
  if (view === 'snapshots') return <Snapshots parts={parts} />;
  return <Files parts={parts} />;
}

function Files({ parts }: { parts: React.ReactNode }) {
  const { locked } = useEngagement();
  const sources = useAsk('intake.sources', NONE);
  const intake = useImport();
  return (
    <Page
      full
      title={t.title}
      lead={t.lead}
      actions={
        <>
          <FileButton
            purpose="import-files"
            primary
            disabled={intake.busy || locked}
            onFiles={intake.take}
            onFault={intake.setError}
          >
            {t.importFiles}
          </FileButton>
          <FileButton
            purpose="import-folder"
            folder
            disabled={intake.busy || locked}
            onFiles={intake.take}
            onFault={intake.setError}
          >
            {t.importFolder}
          </FileButton>
        </>
      }
    >
      {parts}
      {locked ? (
        <p className="notice">{words.lockedHere}</p>
      ) : (
        <DropZone busy={intake.busy} onFiles={intake.adopt} />
      )}
      {intake.error && <ErrorNote error={intake.error} />}
      <UndoneNote intake={intake} />
      {sources.error && <ErrorNote error={sources.error} />}
      {sources.pending && !sources.value && <Waiting what={t.title.toLowerCase()} />}
      {sources.value && <ReceiptTable receipts={sources.value.receipts} />}
    </Page>
  );
}
