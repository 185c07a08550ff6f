import { Door } from '../../../components/door.tsx';
import { formatCount } from '../../../data/format.ts';
import { chartWords as t } from '../../../strings/chart.ts';
import type { Drawn } from './drawn.ts';

/** What bars or a line show, in figures that lead to the rows. */
export function FigureTable({ across, upward, figures }: Drawn) {
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{across}</th>
          <th scope="col" className="num">
            {upward}
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.map(({ label, figure, sql }) => (
          <tr key={label ?? t.missing}>
            <th scope="row">{label === '' ? '""' : (label ?? t.missing)}</th>
            <td className="num">
              <Door to="query" query={{ sql }}>
                {formatCount(figure)}
              </Door>
            </td>
          </tr>
        ))}
      </tbody>
    </>
  );
}
