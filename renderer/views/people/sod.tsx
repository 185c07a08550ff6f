import type { Result } from '#shared/contract/methods.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { formatAddress, go, useAddress } from '../../app/places.ts';
import { Door } from '../../components/door.tsx';
import { MissingSource } from '../../components/missing-source.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { fitLabel } from '../../components/fit-text.ts';
import { Picture } from '../../components/picture.tsx';
import { formatCount } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { peopleWords as t } from '../../strings/people.ts';
import { conflictsSql } from './sql.ts';

type Matrix = Result<'sod.matrix'>;
type Cell = Matrix['cells'][number];

/** Segregation of duties: how many people hold each pair that a rule keeps apart. */
export function Sod() {
  const { query } = useAddress();
  const { timezone } = useEngagement();
  const kind = query['kind'] === 'resources' ? 'resources' : 'roles';
  const { value, error, pending } = useAsk('sod.matrix', { kind });
  return (
    <div className="section">
      <div className="row-line">
        <select
          className="input"
          aria-label={t.kindOfItem}
          value={kind}
          onChange={(event) =>
            go('people', {
              view: 'sod',
              ...(event.target.value === 'resources' ? { kind: 'resources' } : {}),
            })
          }
        >
          <option value="roles">{t.roles}</option>
          <option value="resources">{t.resources}</option>
        </select>
        {value && <span className="muted">{t.asOf(formatMoment(value.as_of, timezone))}</span>}
      </div>
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={t.sodTitle} />}
      {value && value.items.length === 0 && <MissingSource title={t.noSod} help={t.noSodHelp} />}
      {value && value.items.length > 0 && <Drawn matrix={value} kind={kind} />}
    </div>
  );
}

const SIDE = 34;
const LETTERS = 32;
const STEPS = 4;
/** Room for a letter of a name, in CSS pixels. */
const LETTER = 7.2;

function Drawn({ matrix, kind }: { matrix: Matrix; kind: string }) {
  const { items, cells, as_of } = matrix;
  const at = new Map(items.map(({ item }, i) => [item, i]));
  const most = Math.max(1, ...cells.map(({ people }) => people));
  const name = kind === 'roles' ? t.sodRoles : t.sodResources;
  const longest = Math.max(...items.map(({ item }) => Math.min(item.length, LETTERS)));
  const label = longest * LETTER + 36;
  const sql = (cell: Cell): string => conflictsSql(as_of, kind, cell.first, cell.second);
  const held = cells.filter(({ people }) => people > 0).length;
  return (
    <>
      <p>{t.sodSum(formatCount(held), formatCount(cells.length))}</p>
      <Picture
        name={name}
        width={label + items.length * SIDE + 8}
        height={items.length * SIDE + 30}
        table={<Pairs cells={cells} sql={sql} />}
      >
        {items.map(({ item, people }, row) => (
          <g key={item}>
            <text x={label - 28} y={row * SIDE + 21} className="label" textAnchor="end">
              {fitLabel(item, label - 28)}
              <title>{`${item}: ${t.holders2(formatCount(people))}`}</title>
            </text>
            <text x={label - 6} y={row * SIDE + 21} className="under" textAnchor="end">
              {row + 1}
            </text>
            <text
              x={label + row * SIDE + SIDE / 2}
              y={items.length * SIDE + 18}
              className="under"
              textAnchor="middle"
            >
              {row + 1}
            </text>
            <rect className="self" x={label + row * SIDE} y={row * SIDE} width={SIDE - 2} height={SIDE - 2} />
          </g>
        ))}
        {cells.map((cell) => {
          const [column = 0, row = 0] = [at.get(cell.first), at.get(cell.second)];
          const step = cell.people === 0 ? 0 : Math.ceil((cell.people / most) * STEPS);
          return (
            <a
              key={`${cell.first} ${cell.second}`}
              href={formatAddress('query', { sql: sql(cell) })}
              tabIndex={-1}
            >
              <title>{cellText(cell)}</title>
              <rect
                className={`cell heat-${step}`}
                x={label + column * SIDE}
                y={row * SIDE}
                width={SIDE - 2}
                height={SIDE - 2}
              />
              <text
                className={`count heat-${step}`}
                x={label + column * SIDE + (SIDE - 2) / 2}
                y={row * SIDE + 20}
                textAnchor="middle"
              >
                {cell.people}
              </text>
            </a>
          );
        })}
      </Picture>
    </>
  );
}

const cellText = (cell: Cell): string =>
  t.cell(
    cell.first,
    cell.second,
    formatCount(cell.people),
    formatCount(cell.accepted),
    cell.rules.join(', '),
  );

function Pairs({ cells, sql }: { cells: readonly Cell[]; sql: (cell: Cell) => string }) {
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{t.oneItem}</th>
          <th scope="col">{t.otherItem}</th>
          <th scope="col" className="num">
            {t.holdBoth}
          </th>
          <th scope="col" className="num">
            {t.accepted}
          </th>
          <th scope="col">{t.rules}</th>
        </tr>
      </thead>
      <tbody>
        {cells.map((cell) => (
          <tr key={`${cell.first} ${cell.second}`}>
            <th scope="row">{cell.first}</th>
            <td>{cell.second}</td>
            <td className="num">
              <Door to="query" query={{ sql: sql(cell) }}>
                {formatCount(cell.people)}
              </Door>
            </td>
            <td className="num">{formatCount(cell.accepted)}</td>
            <td>{cell.rules.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </>
  );
}
