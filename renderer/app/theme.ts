import { create } from 'zustand';
import { keep, readKept } from './kept.ts';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

const NAME = 'theme';

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export const useTheme = create<{ theme: Theme; set: (theme: Theme) => void }>((set) => ({
  theme: 'system',
  set: (next) => {
    keep(NAME, next);
    apply(next);
    set({ theme: next });
  },
}));

/** The theme that was chosen last, once it is known what was kept. */
export function openTheme(): void {
  const stored = readKept(NAME);
  const theme = THEMES.find((name) => name === stored) ?? 'system';
  apply(theme);
  useTheme.setState({ theme });
}
