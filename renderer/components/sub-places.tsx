import type { ReactNode } from 'react';
import { type Place, formatAddress } from '../app/places.ts';

/** The parts of a place, as links: each has an address of its own. The first one has none of its own. */
export function SubPlaces({
  place,
  label,
  current,
  items,
}: {
  place: Place;
  label: string;
  current: string;
  items: readonly (readonly [view: string, name: ReactNode])[];
}) {
  return (
    <nav className="sub-places" aria-label={label}>
      <ul>
        {items.map(([view, name]) => (
          <li key={view}>
            <a
              href={formatAddress(place, view === '' ? {} : { view })}
              aria-current={view === current ? 'page' : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
