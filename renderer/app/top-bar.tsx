import { useEngagement } from './engagement.ts';
import { THEMES, type Theme, useTheme } from './theme.ts';
import { formatMoment } from '../data/time.ts';
import { frame } from '../strings/frame.ts';

export function TopBar({ onClose }: { onClose: () => void }) {
  const engagement = useEngagement();
  const { period, as_of, timezone, locked, kind } = engagement;
  return (
    <header className="top-bar">
      <span className="name">{frame.app}</span>
      <span className="client" title={engagement.dir}>
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
        <div className="extra">
          <dt>{frame.state}</dt>
          <dd>{locked ? frame.locked : `${frame.open.toLowerCase()}, ${frame.kind[kind]}`}</dd>
        </div>
      </dl>
      <span className="grow" />
      <ThemeChoice />
      <button type="button" className="button small" onClick={onClose}>
        {frame.closeEngagement}
      </button>
    </header>
  );
}

export function ThemeChoice() {
  const { theme, set } = useTheme();
  return (
    <select
      className="input"
      aria-label={frame.theme}
      value={theme}
      onChange={(event) => set(event.target.value as Theme)}
    >
      {THEMES.map((name) => (
        <option key={name} value={name}>
          {frame.themes[name]}
        </option>
      ))}
    </select>
  );
}
