import { create } from 'zustand';

/** What the inspector shows. A row of a query is carried as it was read; everything else by its id. */
export type Subject =
  | { kind: 'finding'; id: string }
  | { kind: 'receipt'; id: string }
  | { kind: 'procedure'; id: string }
  | { kind: 'chain-record'; chain: string; index: number }
  | { kind: 'sample-item'; sample: string; key: string }
  | { kind: 'row'; title: string; values: readonly { name: string; type: string; value: unknown }[] };

interface InspectState {
  subject: Subject | null;
  /** Where the focus goes back to. */
  from: HTMLElement | null;
}

export const useInspect = create<InspectState>(() => ({ subject: null, from: null }));

export function inspect(subject: Subject): void {
  const active = document.activeElement;
  const { from, subject: before } = useInspect.getState();
  const origin = before === null && active instanceof HTMLElement ? active : from;
  useInspect.setState({ subject, from: origin });
}

export function closeInspector(): void {
  const { from } = useInspect.getState();
  useInspect.setState({ subject: null, from: null });
  if (from?.isConnected) from.focus({ preventScroll: true });
}
