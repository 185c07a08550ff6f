import { useEngagement } from './engagement.ts';
import { show } from './overlay.ts';
import { formatMoment } from '../data/time.ts';
import { frame } from '../strings/frame.ts';
import { words } from '../strings/words.ts';

export function TopBar({ onClose }: { onClose: () => void }) {
  const engagement = useEngagement();
  const { period, as_of, timezone, locked, kind } = engagement;
  return (
    <header className="top-bar">
      <span className="name">{frame.app}</span>
      <span className="client" title={`${engagement.client}\n${engagement.dir}`}>
        {engagement.client}
      </span>
      <dl>
        <div>
          <dt>{frame.period}</dt>
          <dd>
            {period.from} – {period.to}
          </dd>
        </div>
        <div>
          <dt>{frame.asOf}</dt>
          <dd>{formatMoment(as_of, timezone)}</dd>
        </div>
        <div className="extra">
          <dt>{frame.zone}</dt>
          <dd>{timezone}</dd>
        </div>
        <div className={locked ? undefined : 'extra'}>
          <dt>{frame.state}</dt>
          <dd>{locked ? frame.locked : `${frame.open}, ${frame.kind[kind]}`}</dd>
        </div>
      </dl>
      <span className="grow" />
      <button
        type="button"
        className="button small"
        aria-keyshortcuts="Control+K Meta+K"
        title={frame.searchKeys}
        onClick={() => show('palette')}
      >
        {frame.search}
      </button>
      <button
        type="button"
        className="button small"
        aria-label={frame.closeEngagement}
        title={frame.closeEngagement}
        onClick={onClose}
      >
        {words.close}
      </button>
    </header>
  );
}
