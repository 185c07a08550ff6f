import { useSyncExternalStore } from 'react';

/** The places of the rail, in the order of the work. */
export const PLACES = [
  'overview',
  'sources',
  'integrity',
  'procedures',
  'findings',
  'people',
  'query',
  'reports',
  'package',
] as const;
export type Place = (typeof PLACES)[number];

export interface Address {
  place: Place;
  /** What narrows the place: a filter, a report, the row under inspection. */
  query: Readonly<Record<string, string>>;
  /** What lies open in the inspector, as `app/inspect.ts` writes it. */
  open?: string;
}

/** `#/findings?procedure=drift.unexpected` → place and query; anything else is the overview. */
export function parseAddress(hash: string): Address {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const place = (PLACES as readonly string[]).includes(path) ? (path as Place) : 'overview';
  const { open, ...query } = Object.fromEntries(new URLSearchParams(search));
  return { place, query, ...(open === undefined ? {} : { open }) };
}

export function formatAddress(place: Place, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/${place}${search === '' ? '' : `?${search}`}`;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

let cached: { hash: string; address: Address } | null = null;
function snapshot(): Address {
  const { hash } = window.location;
  if (cached?.hash !== hash) cached = { hash, address: parseAddress(hash) };
  return cached.address;
}

export function useAddress(): Address {
  return useSyncExternalStore(subscribe, snapshot);
}

/** Names in the address bar what lies open; no step of its own in the history. */
export function writeOpen(open: string | null): void {
  const { place, query, open: before } = parseAddress(window.location.hash);
  if ((before ?? null) === open) return;
  window.history.replaceState(null, '', formatAddress(place, open === null ? query : { ...query, open }));
}

export function go(place: Place, query: Readonly<Record<string, string>> = {}): void {
  window.location.hash = formatAddress(place, query);
}
