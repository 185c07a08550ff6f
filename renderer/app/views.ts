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

const arrived: Partial<Record<Place, ComponentType>> = {};

async function fetchCode(place: Place): Promise<{ default: ComponentType }> {
  const module = await code[place]();
  arrived[place] = module.default;
  return module;
}

const shown: Partial<Record<Place, ComponentType>> = {};

/**
 * The view of a place, the same one at each asking. Its code comes when it is first shown, unless it is there already:
 * then it is shown at once. One that is still to come is a gap first, and React fills no gap within 300 ms of showing it.
 */
export function viewOf(place: Place): ComponentType {
  shown[place] ??= arrived[place] ?? lazy(() => fetchCode(place));
  return shown[place];
}

/** Fetches the code of a place ahead of its first showing. A failure is told where the place is shown. */
export async function prepare(place: Place): Promise<void> {
  await fetchCode(place).catch(() => undefined);
}

/** Fetches the code of all places, one at a time and only while nothing else is to be done. Returns the way to stop it. */
export function prepareAll(): () => void {
  const left = [...PLACES];
  let turn = 0;
  const next = (): void => {
    turn = requestIdleCallback(() => {
      const place = left.shift();
      if (place === undefined) return;
      void prepare(place);
      next();
    });
  };
  next();
  return () => cancelIdleCallback(turn);
}
