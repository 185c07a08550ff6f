import type { Result } from '#shared/contract/methods.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { formatAddress } from '../../../app/places.ts';
import { Door } from '../../../components/door.tsx';
import { Picture } from '../../../components/picture.tsx';
import { formatCount } from '../../../data/format.ts';
import { formatMoment } from '../../../data/time.ts';
import { pictureWords as t } from '../../../strings/pictures.ts';
import { fromAddressesSql } from '../sql.ts';
import { HEIGHT, OUTLINES, WIDTH } from './generated/outlines.ts';
import { fitting } from './labels.ts';

type Found = Result<'access.countries'>;
type Country = Found['countries'][number];

const STEPS = 4;
const LABELLED = 16;
/** Room for the labels of countries at the lower edge. */
const FOOT = 8;

const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** A name that a person knows, for a code that may be none of ISO's. */
function nameOf(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (english.of(code) ?? code) : code;
}

/** The countries that entries come from, darker where more do; small ones as circles. */
export default function WorldMap({ found, name }: { found: Found; name: string }) {
  const by = new Map(found.countries.map((country) => [country.country, country]));
  const most = Math.max(1, ...found.countries.map(({ entries }) => entries));
  // By the root: a few entries from one country must not vanish beside the thousands from home.
  const step = ({ entries }: Country): number => Math.ceil(Math.sqrt(entries / most) * STEPS);
  const labels = found.countries.slice(0, LABELLED).flatMap(({ country, entries }) => {
    const outline = OUTLINES.find(([code]) => code === country);
    if (!outline) return [];
    const [, x, y, small] = outline;
    return [{ key: country, x, y: small ? y - 8 : y + 4, text: `${country} ${formatCount(entries)}` }];
  });
  return (
    <Picture name={name} width={WIDTH} height={HEIGHT + FOOT} table={<Countries found={found} />}>
      {OUTLINES.map(([code, x, y, small, path], i) => {
        const country = by.get(code);
        const heat = country ? `heat-${step(country)}` : 'land';
        const shape = (
          <>
            <path className={heat} d={path} />
            {country && small && <circle className={heat} cx={x} cy={y} r={5} />}
          </>
        );
        // biome-ignore lint/suspicious/noArrayIndexKey: some areas have no code, and the order never changes
        if (!country) return path === '' ? null : <g key={i}>{shape}</g>;
        return (
          <a key={code} href={formatAddress('query', { sql: rowsSql(found, country.named) })} tabIndex={-1}>
            <title>
              {t.onCountry(nameOf(code), formatCount(country.entries), formatCount(country.accounts))}
            </title>
            {shape}
          </a>
        );
      })}
      {fitting(labels, WIDTH).map(({ key, x, y, text }) => (
        <text key={key} className="on-map" x={x} y={y} textAnchor="middle">
          {text}
        </text>
      ))}
    </Picture>
  );
}

const rowsSql = ({ only }: Found, addresses: readonly string[]): string => fromAddressesSql(only, addresses);

function Countries({ found }: { found: Found }) {
  const { timezone } = useEngagement();
  const { countries, unknown, without_address, only } = found;
  const when = (at: string | null): string => (at === null ? '∅' : formatMoment(at, timezone));
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{t.country}</th>
          {[t.entries, t.failedEntries, t.accounts, t.addresses].map((title) => (
            <th key={title} scope="col" className="num">
              {title}
            </th>
          ))}
          <th scope="col">{t.firstAt}</th>
          <th scope="col">{t.lastAt}</th>
        </tr>
      </thead>
      <tbody>
        {countries.map((row) => (
          <tr key={row.country}>
            <th scope="row">{`${nameOf(row.country)} (${row.country})`}</th>
            <td className="num">
              <Door to="query" query={{ sql: rowsSql(found, row.named) }}>
                {formatCount(row.entries)}
              </Door>
            </td>
            <td className="num">{formatCount(row.failed)}</td>
            <td className="num">{formatCount(row.accounts)}</td>
            <td className="num">
              {formatCount(row.addresses)}
              {row.addresses > row.named.length && (
                <div className="muted">{t.rowsCut(formatCount(row.named.length))}</div>
              )}
            </td>
            <td className="nowrap">{when(row.first_at)}</td>
            <td className="nowrap">{when(row.last_at)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t.unknownPlace}</th>
          <td className="num">
            {unknown.entries === 0 ? (
              '0'
            ) : (
              <Door to="query" query={{ sql: rowsSql(found, unknown.named) }}>
                {formatCount(unknown.entries)}
              </Door>
            )}
          </td>
          <td colSpan={2} />
          <td className="num">{formatCount(unknown.addresses)}</td>
          <td colSpan={2} />
        </tr>
        <tr>
          <th scope="row">{t.noAddress}</th>
          <td className="num">
            {without_address === 0 ? (
              '0'
            ) : (
              <Door to="query" query={{ sql: fromAddressesSql(only, null) }}>
                {formatCount(without_address)}
              </Door>
            )}
          </td>
          <td colSpan={5} />
        </tr>
      </tbody>
    </>
  );
}
