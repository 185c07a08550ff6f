import type { HostApi } from '#shared/contract/host.ts';

/** How the window was left, by name; what the host keeps, at hand. */
const texts = new Map<string, string>();
type Keeper = Pick<HostApi, 'kept' | 'keep'>;

/** Not yet handed to the host. */
const waiting = new Map<string, string>();
let host: Keeper | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A column that is dragged, say, is written once and not at each step. */
const PAUSE = 300;

/** Before anything is shown. Where the host cannot say, the window begins afresh. */
export async function openKept(from: Keeper): Promise<void> {
  host = from;
  const answer = await from.kept();
  texts.clear();
  if (answer.ok) for (const [name, text] of Object.entries(answer.value)) texts.set(name, text);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flush();
  });
}

export function readKept(name: string): string | null {
  return texts.get(name) ?? null;
}

/** Keeps a text for this window and the next ones. A host that cannot write loses how things looked, and nothing else. */
export function keep(name: string, text: string): void {
  if (texts.get(name) === text) return;
  texts.set(name, text);
  waiting.set(name, text);
  clearTimeout(timer);
  timer = setTimeout(flush, PAUSE);
}

function flush(): void {
  for (const [name, text] of waiting) void host?.keep(name, text);
  waiting.clear();
}
