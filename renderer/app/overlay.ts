import { create } from 'zustand';

export type Overlay = 'palette' | 'shortcuts' | 'about';

/** What lies over the window, one thing at a time. */
export const useOverlay = create<{ open: Overlay | null }>(() => ({ open: null }));

export function show(open: Overlay | null): void {
  useOverlay.setState({ open });
}
