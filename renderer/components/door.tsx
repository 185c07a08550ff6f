import type { ReactNode } from 'react';
import { type Place, formatAddress } from '../app/places.ts';

/** A number or name that leads to the rows behind it. */
export function Door({
  to,
  query,
  children,
}: {
  to: Place;
  query?: Record<string, string>;
  children: ReactNode;
}) {
  return (
    <a className="door" href={formatAddress(to, query)}>
      {children}
    </a>
  );
}
