import type { Result } from '#shared/contract/methods.ts';
import { useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Door } from '../../components/door.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Picture } from '../../components/picture.tsx';
import { EntryTime, entryText } from '../../components/trail-entry.tsx';
import { formatCount } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { peopleWords as t } from '../../strings/people.ts';
import { recordSql } from './sql.ts';

type Trail = Result<'trail.of'>;

const FIRST = 100;
const MORE = 1000;

/** What every source tells of one person or resource, in order of time. */
export function TrailPart({ subject }: { subject: string }) {
  const { timezone } = useEngagement();
  const [limit, setLimit] = useState(FIRST);
  const { value, error, pending } = useAsk('trail.of', { subject, limit });
  return (
    <section className="section dossier" aria-label={t.timeline}>
      <h2>{t.timeline}</h2>
      {error &&
        (error.code === 'NOT_FOUND' ? <p className="muted">{t.none}</p> : <ErrorNote error={error} />)}
      {pending && !value && <Waiting what={t.timeline.toLowerCase()} />}
      {value && value.total === 0 && <p className="muted">{t.none}</p>}
      {value && value.total > 0 && (
        <>
          <Strip trail={value} zone={timezone} />
          <ol className="trail-list">
            {value.entries.map((entry, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two entries of a trail can be alike
              <li key={at}>
                <EntryTime entry={entry} zone={timezone} />
                <span>
                  {entryText(entry)}{' '}
                  <Door
                    to="query"
                    query={{
                      sql: recordSql({
                        table: entry.source,
                        source_id: entry.source_id,
                        record_no: entry.record_no,
                      }),
                    }}
                  >
                    {t.record(entry.source, formatCount(entry.record_no))}
                  </Door>
                </span>
              </li>
            ))}
          </ol>
          <p className="muted row-line">
            {t.entries(formatCount(value.entries.length), formatCount(value.total))}
            {value.entries.length < value.total && (
              <button type="button" className="button small" onClick={() => setLimit(limit + MORE)}>
                {t.showMore}
              </button>
            )}
          </p>
        </>
      )}
    </section>
  );
}

const WIDTH = 860;
const LANE = 22;
const LABEL = 150;
const FOOT = 18;

/** Entries as ticks over time, a lane for each source. */
function Strip({ trail, zone }: { trail: Trail; zone: string }) {
  const { entries, sources, subject } = trail;
  const [first, last] = [entries[0]!.at, entries.at(-1)!.at];
  const [from, to] = [Date.parse(first), Date.parse(last)];
  const x = (at: string): number =>
    LABEL + (to === from ? 0.5 : (Date.parse(at) - from) / (to - from)) * (WIDTH - LABEL - 8);
  const lanes = sources.filter((source) => entries.some((entry) => entry.source === source));
  const height = lanes.length * LANE + FOOT;
  return (
    <Picture
      name={t.timelineOf(subject.replace(/^\w+:/, ''))}
      width={WIDTH}
      height={height}
      table={
        <>
          <thead>
            <tr>
              <th scope="col">{t.source}</th>
              <th scope="col" className="num">
                {t.count}
              </th>
              <th scope="col">{t.first}</th>
              <th scope="col">{t.last}</th>
            </tr>
          </thead>
          <tbody>
            {lanes.map((lane) => {
              const own = entries.filter(({ source }) => source === lane);
              return (
                <tr key={lane}>
                  <th scope="row">{lane}</th>
                  <td className="num">{formatCount(own.length)}</td>
                  <td>{formatMoment(own[0]!.at, zone)}</td>
                  <td>{formatMoment(own.at(-1)!.at, zone)}</td>
                </tr>
              );
            })}
          </tbody>
        </>
      }
    >
      {lanes.map((lane, row) => (
        <g key={lane} className="lane">
          <text x={0} y={row * LANE + 15} className="under">
            {lane.replaceAll('_', ' ')}
          </text>
          <path className="rule" d={`M${LABEL} ${row * LANE + 11}H${WIDTH}`} />
          {entries.map((entry, at) =>
            entry.source === lane ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: two entries of a trail can be alike
              <path key={at} className="tick" d={`M${x(entry.at).toFixed(1)} ${row * LANE + 4}v14`}>
                <title>{`${formatMoment(entry.at, zone)} ${entry.text}`}</title>
              </path>
            ) : null,
          )}
        </g>
      ))}
      <text x={LABEL} y={height - 4} className="under">
        {formatMoment(first, zone)}
      </text>
      <text x={WIDTH - 8} y={height - 4} className="under" textAnchor="end">
        {formatMoment(last, zone)}
      </text>
    </Picture>
  );
}
