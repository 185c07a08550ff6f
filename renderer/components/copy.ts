import { create } from 'zustand';
import { words } from '../strings/words.ts';

/** The one line that the status bar says after something small was done. */
export const useSaid = create<{ text: string; count: number }>(() => ({ text: '', count: 0 }));

export function say(text: string): void {
  useSaid.setState((state) => ({ text, count: state.count + 1 }));
}

export async function copyText(text: string, said: string = words.copied): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(said);
  } catch {
    // Clipboards are refused to windows without focus and where every permission is denied.
    say(copyByCommand(text) ? said : words.copyRefused);
  }
}

function copyByCommand(text: string): boolean {
  const area = document.createElement('textarea');
  const active = document.activeElement;
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (active instanceof HTMLElement) active.focus({ preventScroll: true });
  return done;
}
