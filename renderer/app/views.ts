import { type ComponentType, lazy } from 'react';
import { PLACES, type Place } from './places.ts';

const code: Record<Place, () => Promise<{ default: ComponentType }>> = {
  overview: () => import('../views/overview/overview.tsx'),
  sources: () => import('../views/sources/sources.tsx'),
  integrity: () => import('../views/integrity/integrity.tsx'),
  procedures: () => import('../views/procedures/place.tsx'),
  findings: () => import('../views/findings/findings.tsx'),
  people: () => import('../views/people/people.tsx'),
  query: () => import('../views/query/query.tsx'),
  reports: () => import('../views/reports/reports.tsx'),
  package: () => import('../views/package/package.tsx'),
};

/** The view of each place; its code comes when it is first shown. */
export const views: Record<Place, ComponentType> = {
  overview: lazy(code.overview),
  sources: lazy(code.sources),
  integrity: lazy(code.integrity),
  procedures: lazy(code.procedures),
  findings: lazy(code.findings),
  people: lazy(code.people),
  query: lazy(code.query),
  reports: lazy(code.reports),
  package: lazy(code.package),
};

/** Fetches the code of a place ahead of its first showing. A failure is told where the place is shown. */
export function prepare(place: Place): void {
  void code[place]().catch(() => undefined);
}

/** Fetches the code of all places, one at a time and only while nothing else is to be done. Returns the way to stop it. */
export function prepareAll(): () => void {
  const left = [...PLACES];
  let turn = 0;
  const next = (): void => {
    turn = requestIdleCallback(() => {
      const place = left.shift();
      if (place === undefined) return;
      prepare(place);
      next();
    });
  };
  next();
  return () => cancelIdleCallback(turn);
}
