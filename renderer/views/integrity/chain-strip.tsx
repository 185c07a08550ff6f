import type { Chain } from '../../app/chains.ts';
import { formatCount } from '../../data/format.ts';
import { integrityWords as t } from '../../strings/integrity.ts';

const WIDTH = 1000;
const HEIGHT = 22;

/** The chain from first to last event: a ruled band, a cut where it breaks, an open end where the tail is not proven. */
export function ChainStrip({ chain }: { chain: Chain }) {
  const { events, breaks } = chain;
  const at = (index: number): number =>
    events <= 1 ? 0 : (Math.min(index, events - 1) / (events - 1)) * (WIDTH - 4) + 2;
  const openTail = chain.not_proven.includes('tail');
  const name = t.strip(chain.chain, formatCount(events), formatCount(breaks.length));
  // Many breaks at one place of the screen are one line there.
  const places = [...new Set(breaks.map(({ index }) => Math.round(at(index))))];
  return (
    <svg
      className="chain-strip"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={name}
    >
      <rect className="band" x="0" y="7" width={openTail ? WIDTH - 14 : WIDTH} height="8" />
      {openTail && <path className="open" d={`M${WIDTH - 14} 11h3m3 0h3m3 0h2`} />}
      {places.map((x) => (
        <path key={x} className="cut" d={`M${x} 0v${HEIGHT}`} />
      ))}
    </svg>
  );
}
