import { useEngagement } from '../../app/engagement.ts';
import { formatAddress } from '../../app/places.ts';
import { Door } from '../../components/door.tsx';
import { fitLabel } from '../../components/fit-text.ts';
import { Picture } from '../../components/picture.tsx';
import { formatCount } from '../../data/format.ts';
import { pictureWords as t } from '../../strings/pictures.ts';
import { type PeerGroup, ticks } from './peer-groups.ts';
import { peersSql } from './sql.ts';

/** Somebody whom the procedure names. */
export interface Named {
  person: string;
  label: string;
  held: number;
  summary: string;
  finding: string;
}

const LABEL = 290;
const PLOT = 600;
const LINE = 28;
const EDGE = 14;
const LARGEST = 11;

/** A line a group of peers, a circle for each number of permissions, a ring around whom the procedure names. */
export function PeersPicture({ groups, named }: { groups: readonly PeerGroup[]; named: readonly Named[] }) {
  const { as_of } = useEngagement();
  const scale = ticks(Math.max(1, ...groups.flatMap(({ spots }) => spots.map(({ held }) => held))));
  const end = scale.at(-1) ?? 1;
  const most = Math.max(1, ...groups.flatMap(({ spots }) => spots.map(({ people }) => people)));
  const x = (held: number): number => LABEL + EDGE + (held / end) * (PLOT - 2 * EDGE);
  const y = (row: number): number => row * LINE + LINE / 2;
  const radius = (people: number): number => Math.max(2.5, Math.sqrt(people / most) * LARGEST);
  const foot = groups.length * LINE;
  const rings = new Map<string, Named[]>();
  for (const one of named) {
    const key = `${one.label} ${one.held}`;
    rings.set(key, [...(rings.get(key) ?? []), one]);
  }
  const rows = (label: string, held: number | null): Record<string, string> => ({
    sql: peersSql(as_of, label, held),
  });
  return (
    <Picture
      name={t.peersOf}
      width={LABEL + PLOT}
      height={foot + 36}
      table={<Groups groups={groups} named={named} rows={rows} />}
    >
      {scale.map((held) => (
        <g key={held}>
          <path className="rule" d={`M${x(held)} 0V${foot}`} />
          <text className="under" x={x(held)} y={foot + 16} textAnchor="middle">
            {formatCount(held)}
          </text>
        </g>
      ))}
      <text className="under" x={LABEL + PLOT / 2} y={foot + 32} textAnchor="middle">
        {t.axisHeld}
      </text>
      {groups.map(({ label, size, median, spots }, row) => (
        <g key={label}>
          <text className="label" x={LABEL - 8} y={y(row) + 4} textAnchor="end">
            {fitLabel(label, LABEL - 12)}
            <title>{`${label}: ${formatCount(size)}`}</title>
          </text>
          <path className="tick" d={`M${x(median)} ${y(row) - 12}v24`} />
          {spots.map(({ held, people }) => (
            <a key={held} href={formatAddress('query', rows(label, held))} tabIndex={-1}>
              <title>{t.ofPeers(label, formatCount(people), formatCount(held))}</title>
              <circle className="spot" cx={x(held)} cy={y(row)} r={radius(people)} />
            </a>
          ))}
          {spots.map(({ held }) => {
            const who = rings.get(`${label} ${held}`);
            const [first] = who ?? [];
            return first ? (
              <a
                key={held}
                href={formatAddress('findings', {
                  procedure: '=access.peers-alike',
                  ...(who?.length === 1 ? { subject_id: `=${first.person}` } : {}),
                })}
                tabIndex={-1}
              >
                <title>{who?.map(({ summary }) => summary).join('\n')}</title>
                <circle className="ring" cx={x(held)} cy={y(row)} r={radius(who?.length ?? 1) + 1} />
              </a>
            ) : null;
          })}
        </g>
      ))}
    </Picture>
  );
}

function Groups({
  groups,
  named,
  rows,
}: {
  groups: readonly PeerGroup[];
  named: readonly Named[];
  rows: (label: string, held: number | null) => Record<string, string>;
}) {
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{t.group}</th>
          {[t.size, t.least, t.median, t.most].map((title) => (
            <th key={title} scope="col" className="num">
              {title}
            </th>
          ))}
          <th scope="col">{t.outlier}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ label, size, median, spots }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className="num">
              <Door to="query" query={rows(label, null)}>
                {formatCount(size)}
              </Door>
            </td>
            <td className="num">{formatCount(spots[0]?.held ?? 0)}</td>
            <td className="num">{formatCount(median)}</td>
            <td className="num">{formatCount(spots.at(-1)?.held ?? 0)}</td>
            <td>
              {named
                .filter((one) => one.label === label)
                .map(({ person, summary, finding }) => (
                  <div key={finding}>
                    <Door to="people" query={{ email: person }}>
                      {summary}
                    </Door>
                  </div>
                ))}
            </td>
          </tr>
        ))}
      </tbody>
    </>
  );
}
