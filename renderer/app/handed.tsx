import { useEffect, useEffectEvent, useState } from 'react';
import type { Handed, PathGrant } from '#shared/contract/host.ts';
import type { EngagementView } from '#shared/contract/schemas.ts';
import { ErrorNote } from '../components/notes.tsx';
import { frame as t } from '../strings/frame.ts';
import { words } from '../strings/words.ts';
import { VerifyPackage } from '../views/package/verify-package.tsx';
import { forgetAnswers, useConnection } from './connection.tsx';
import { Dialog } from './dialog.tsx';
import { touch, useJobs } from './jobs.ts';
import { show } from './overlay.ts';
import type { ErrorEnvelope } from './types.ts';

type Given = { kind: 'verify'; grant?: PathGrant } | { kind: 'open'; grant: PathGrant };

/** Takes what the desktop hands over: a package to verify, an engagement to open, an item of the menu. */
export function HandedOver({
  engagement,
  known,
  onClose,
}: {
  engagement: EngagementView | null;
  /** It has been answered what is open. */
  known: boolean;
  onClose: () => void;
}) {
  const connection = useConnection();
  const [given, setGiven] = useState<Given | null>(null);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const running = useJobs(({ jobs }) => jobs.some(({ state }) => state === 'running'));
  const open = async (grant: PathGrant): Promise<void> => {
    const answer = await connection.call('engagement.open', { dir: grant.token });
    setError(answer.ok ? null : answer.error);
    setGiven(null);
    // What was open before is closed by the opening, whether or not it succeeds.
    window.location.hash = '';
    forgetAnswers();
    touch();
  };
  const choose = async (): Promise<void> => {
    const place = await connection.host.choose('engagement-open');
    if (!place.ok) setError(place.error);
    else if (place.value?.[0]) meet(place.value[0]);
  };
  const meet = (grant: PathGrant): void => {
    if (engagement === null) void open(grant);
    else setGiven({ kind: 'open', grant });
  };
  const take = useEffectEvent((item: Handed): void => {
    setError(null);
    if (item.kind === 'package') setGiven({ kind: 'verify', grant: item.grant });
    else if (item.kind === 'engagement') meet(item.grant);
    else if (item.command === 'verify') setGiven({ kind: 'verify' });
    else if (item.command === 'open') void choose();
    else if (item.command === 'close') onClose();
    else show(item.command);
  });
  useEffect(() => (known ? connection.host.onHanded((item) => take(item)) : undefined), [connection, known]);
  const away = (): void => {
    setGiven(null);
    setError(null);
  };
  return (
    <>
      {given?.kind === 'verify' && (
        <Dialog title={t.handedVerify} onClose={away}>
          <VerifyPackage key={given.grant?.token ?? ''} given={given.grant} />
        </Dialog>
      )}
      {given?.kind === 'open' && engagement && (
        <Dialog title={t.handedOpen} onClose={away}>
          <p className="path">{given.grant.label}</p>
          <p>{running ? t.handedRunning : t.handedCloses(engagement.client)}</p>
          <div className="row-line">
            <button
              type="button"
              className="button primary"
              disabled={running}
              onClick={() => void open(given.grant)}
            >
              {t.handedNow}
            </button>
            <button type="button" className="button" onClick={away}>
              {words.cancel}
            </button>
          </div>
        </Dialog>
      )}
      {error && (
        <Dialog title={t.handedOpen} onClose={away}>
          <ErrorNote error={error} />
        </Dialog>
      )}
    </>
  );
}
