import { frame } from '../strings/frame.ts';
import { THEMES, type Theme, useTheme } from './theme.ts';

export function ThemeChoice() {
  const { theme, set } = useTheme();
  return (
    <select
      className="input small"
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
