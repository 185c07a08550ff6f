import type { EngagementView } from '#shared/contract/schemas.ts';
import { type ReactNode, Suspense, createElement, useEffect } from 'react';
import { say } from '../components/copy.ts';
import { frame } from '../strings/frame.ts';
import { Boundary } from './boundary.tsx';
import { EngagementProvider } from './engagement.ts';
import { closeInspector, inspect, parseSubject, subjectText, useInspect } from './inspect.ts';
import { Inspector } from './inspector.tsx';
import { Overlays } from './overlays.tsx';
import { useLastPlace } from './last-place.ts';
import { useAddress } from './places.ts';
import { Rail } from './rail.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { prepareAll, viewOf } from './views.ts';

/** The workbench with an engagement open: rail, top bar, place, inspector, status bar. */
export function Frame({ engagement, onClose }: { engagement: EngagementView; onClose: () => void }) {
  const { place, query } = useAddress();
  useLastPlace(engagement.id);
  useEffect(prepareAll, []);
  // What was said of one engagement is no news of the next.
  useEffect(() => () => say(''), []);
  const { counts } = engagement;
  return (
    <EngagementProvider value={engagement}>
      <div className="frame">
        <a className="skip" href="#main" onClick={skip}>
          {frame.skip}
        </a>
        <TopBar onClose={onClose} />
        <Rail place={place} tallies={{ sources: counts.sources, findings: counts.findings }} />
        <div className="main">
          <Boundary key={place}>
            <Suspense fallback={null}>{createElement(viewOf(place))}</Suspense>
          </Boundary>
          <Side key={`side ${place} ${query['view'] ?? ''}`} />
        </div>
        <StatusBar journal={engagement.journal.entries} />
        <Overlays onClose={onClose} />
      </div>
    </EngagementProvider>
  );
}

/** The address belongs to the places: skipping moves the focus, not the address. */
function skip(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function Side(): ReactNode {
  const subject = useInspect((state) => state.subject);
  // The detail of one place, or of one part of it, is of no use in another.
  useEffect(() => () => useInspect.setState({ subject: null, from: null }), []);
  // An address can say what lies open: it was copied, or the window was read again.
  const { open } = useAddress();
  useEffect(() => {
    const asked = open === undefined ? null : parseSubject(open);
    const shown = useInspect.getState().subject;
    if (asked && (shown === null || subjectText(shown) !== open)) inspect(asked);
  }, [open]);
  useEffect(() => {
    if (!subject) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) closeInspector();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [subject]);
  return subject ? (
    <Boundary key={JSON.stringify(subject.kind)}>
      <Inspector subject={subject} />
    </Boundary>
  ) : null;
}
