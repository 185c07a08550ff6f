import { useEffect } from 'react';
import { keep, readKept } from './kept.ts';
import { formatAddress, useAddress } from './places.ts';

const key = (engagement: string): string => `place.${engagement}`;

/** An engagement opens where it was left: its place and the part of it, without what narrowed it. */
export function useLastPlace(engagement: string): void {
  const { place, query } = useAddress();
  const { view } = query;
  useEffect(() => {
    if (window.location.hash !== '') return;
    const last = readKept(key(engagement));
    if (last !== null) window.location.hash = last;
  }, [engagement]);
  useEffect(() => {
    if (window.location.hash === '') return;
    keep(key(engagement), formatAddress(place, view === undefined ? {} : { view }));
  }, [engagement, place, view]);
}
