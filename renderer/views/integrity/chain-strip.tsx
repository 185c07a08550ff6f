import type { MouseEvent } from 'react';
import type { Chain } from '../../app/chains.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { formatCount } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { integrityWords as t } from '../../strings/integrity.ts';
import { marksOf } from './strip-marks.ts';

const WIDTH = 1000;
const HEIGHT = 26;

/**
 * The chain from first to last event: a ruled band, a cut where it breaks, an open end where the tail is not proven,
 * and when it was. A click opens the record at that place; breaks and numbers open the same without a mouse.
 */
export function ChainStrip({ chain }: { chain: Chain }) {
  const { timezone } = useEngagement();
  const { events, breaks } = chain;
  const strip = useAsk('chain.strip', events === 0 ? null : { chain: chain.chain });
  const openTail = chain.not_proven.includes('tail');
  const name = t.strip(chain.chain, formatCount(events), formatCount(breaks.length));
  const places = marksOf(
    breaks.map(({ index }) => index),
    events,
    WIDTH,
  );
  const open = (event: MouseEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
    // A click near a cut means the cut.
    const near = breaks.find(({ index }) => Math.abs(index / Math.max(1, events - 1) - share) < 0.006);
    const index = Math.min(events - 1, near?.index ?? Math.round(share * (events - 1)));
    inspect({ kind: 'chain-record', chain: chain.chain, index });
  };
  const bins = strip.value?.bins ?? [];
  const times = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const bin = bins[Math.min(bins.length - 1, Math.floor(share * bins.length))];
    return share === 1 ? (strip.value?.last_at ?? null) : (bin?.first_at ?? null);
  });
  return (
    <div className="strip">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: breaks and the record number open the same by keyboard */}
      <svg
        className="chain-strip"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={name}
        onClick={events === 0 ? undefined : open}
      >
        <rect className="band" x="0" y="8" width={openTail ? WIDTH - 14 : WIDTH} height="10" />
        {bins.map(({ from }, at) =>
          at % 40 === 0 && at > 0 ? (
            <path key={from} className="tick" d={`M${(at / bins.length) * WIDTH} 18v4`} />
          ) : null,
        )}
        {openTail && <path className="open" d={`M${WIDTH - 14} 13h3m3 0h3m3 0h2`} />}
        {places.map((x) => (
          <path key={x} className="cut" d={`M${x} 0v${HEIGHT}`} />
        ))}
      </svg>
      {strip.value && (
        <div className="strip-times">
          {times.every((at) => at === null) ? (
            <span>{t.noTime}</span>
          ) : (
            times.map((at, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: five fixed places
              <span key={i}>{at === null ? '' : formatMoment(at, timezone)}</span>
            ))
          )}
        </div>
      )}
      {strip.value && strip.value.segments.length > 1 && (
        <details>
          <summary>
            {t.segments} ({formatCount(strip.value.segments_total)})
          </summary>
          <ul className="segments">
            {strip.value.segments.map(({ from, to, state, kinds }) => (
              <li key={`${state} ${from}`}>
                {state === 'holds'
                  ? t.segmentHolds(formatCount(from + 1), formatCount(to))
                  : t.segmentBreak(formatCount(from + 1), kinds.map((kind) => t.kinds[kind]).join(', '))}
              </li>
            ))}
          </ul>
          {strip.value.segments_total > strip.value.segments.length && (
            <p className="muted">
              {t.moreSegments(formatCount(strip.value.segments_total - strip.value.segments.length))}
            </p>
          )}
        </details>
      )}
    </div>
  );
}
