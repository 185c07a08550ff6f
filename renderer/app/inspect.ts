import { create } from 'zustand';
import { writeOpen } from './places.ts';

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

/** A subject as it stands in an address; null for what was read and has no name. */
export function subjectText(subject: Subject): string | null {
  switch (subject.kind) {
    case 'chain-record':
      return `record:${subject.index}:${subject.chain}`;
    case 'sample-item':
      return `item:${subject.sample}:${subject.key}`;
    case 'row':
      return null;
    default:
      return `${subject.kind}:${subject.id}`;
  }
}

/** The reverse; null for what names nothing that can be shown. */
export function parseSubject(text: string): Subject | null {
  const [, kind, rest] = /^(\w+):(.+)$/s.exec(text) ?? [];
  if (rest === undefined) return null;
  if (kind === 'finding' || kind === 'receipt' || kind === 'procedure') return { kind, id: rest };
  const [, first, second] = /^([^:]+):(.+)$/s.exec(rest) ?? [];
  if (first === undefined || second === undefined) return null;
  if (kind === 'item') return { kind: 'sample-item', sample: first, key: second };
  if (kind === 'record' && /^\d{1,15}$/.test(first)) {
    return { kind: 'chain-record', chain: second, index: Number(first) };
  }
  return null;
}

export function inspect(subject: Subject): void {
  const active = document.activeElement;
  const { from, subject: before } = useInspect.getState();
  const origin = before === null && active instanceof HTMLElement ? active : from;
  useInspect.setState({ subject, from: origin });
  writeOpen(subjectText(subject));
}

export function closeInspector(): void {
  const { from } = useInspect.getState();
  useInspect.setState({ subject: null, from: null });
  writeOpen(null);
  if (from?.isConnected) from.focus({ preventScroll: true });
}
