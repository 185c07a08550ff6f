import { Suspense, lazy, useEffect } from 'react';
import { show, useOverlay } from './overlay.ts';
import { PLACES, go } from './places.ts';

const Palette = lazy(() => import('../views/overlays/palette.tsx'));
const Shortcuts = lazy(() => import('../views/overlays/shortcuts.tsx'));
const About = lazy(() => import('../views/overlays/about.tsx'));

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** The palette, the help and the notices, and the keys that open them. */
export function Overlays({ onClose }: { onClose: () => void }) {
  const open = useOverlay((state) => state.open);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const command = event.ctrlKey || event.metaKey;
      if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        show(useOverlay.getState().open === 'palette' ? null : 'palette');
      } else if (event.altKey && !command && /^Digit[1-9]$/.test(event.code)) {
        event.preventDefault();
        go(PLACES[Number(event.code.at(-1)) - 1]!);
      } else if (event.key === '?' && !command && !typing(event.target)) {
        event.preventDefault();
        show('shortcuts');
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => () => show(null), []);
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <Palette onCloseEngagement={onClose} />}
      {open === 'shortcuts' && <Shortcuts />}
      {open === 'about' && <About />}
    </Suspense>
  );
}
