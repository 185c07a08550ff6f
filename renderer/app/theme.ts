import { create } from 'zustand';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'tickmark.theme';

function read(): Theme {
  const stored = localStorage.getItem(KEY);
  return (THEMES as readonly (string | null)[]).includes(stored) ? (stored as Theme) : 'system';
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export const useTheme = create<{ theme: Theme; set: (theme: Theme) => void }>((set) => {
  const theme = read();
  apply(theme);
  return {
    theme,
    set: (next) => {
      localStorage.setItem(KEY, next);
      apply(next);
      set({ theme: next });
    },
  };
});
