import { frame } from '../strings/frame.ts';
import { formatCount } from '../data/format.ts';
import { PLACES, type Place, formatAddress } from './places.ts';

/** The nine places in the order of the work. */
export function Rail({ place, tallies }: { place: Place; tallies: Partial<Record<Place, number>> }) {
  return (
    <nav className="rail" aria-label={frame.rail}>
      <ol>
        {PLACES.map((name, i) => (
          <li key={name}>
            <a href={formatAddress(name)} aria-current={name === place ? 'page' : undefined}>
              <span className="n" aria-hidden="true">
                {i + 1}
              </span>
              {frame.places[name]}
              {tallies[name] !== undefined && <span className="tally">{formatCount(tallies[name])}</span>}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
