import type { ControlView } from '#shared/contract/control-schemas.ts';
import { inspect } from '../../../app/inspect.ts';
import { Door } from '../../../components/door.tsx';
import { Scroller } from '../../../components/scroller.tsx';
import { controlWords as t } from '../../../strings/workpapers.ts';

/** A row an item, a column an attribute: the sign of the result and the tick mark of who tested it. */
export function Grid({ grid }: { grid: ControlView['grids'][number] }) {
  const name = t.grid(grid.sample_id, grid.title);
  return (
    <div className="section">
      <h3>
        {name}{' '}
        <Door to="procedures" query={{ view: 'samples', sample: grid.sample_id }}>
          {t.openSample}
        </Door>
      </h3>
      {grid.evaluation === null ? (
        <p className="muted">{t.noPlan}</p>
      ) : (
        grid.evaluation.attributes.map(({ attribute, statement }) => (
          <p key={attribute}>
            <strong>{attribute}</strong> {statement}
          </p>
        ))
      )}
      <Scroller label={name} className="grid-scroll">
        <table className="ruled small narrow">
          <caption className="visually-hidden">{name}</caption>
          <thead>
            <tr>
              <th scope="col">{t.item}</th>
              {grid.attributes.map(({ id, title }) => (
                <th key={id} scope="col" title={title}>
                  {id}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.rows.map((row) => (
              <tr key={row.key}>
                <th scope="row" className="anywhere">
                  <button
                    type="button"
                    className="door"
                    onClick={() => inspect({ kind: 'sample-item', sample: grid.sample_id, key: row.key })}
                  >
                    {row.key}
                  </button>
                </th>
                {row.results.map((result, at) => (
                  <td
                    key={grid.attributes[at]?.id}
                    className={result?.result === 'deviation' ? 'deviates nowrap' : 'nowrap'}
                    title={result?.note ?? undefined}
                  >
                    {result === null ? '–' : t.signs[result.result]} {result?.tick_mark}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </div>
  );
}
