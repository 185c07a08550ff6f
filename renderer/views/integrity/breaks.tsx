import type { Chain } from '../../app/chains.ts';
import { inspect } from '../../app/inspect.ts';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount } from '../../data/format.ts';
import { integrityWords as t } from '../../strings/integrity.ts';

const SHOWN_BREAKS = 200;

/** Each place where the chain does not hold; the record behind it opens beside. */
export function Breaks({ chain }: { chain: Chain }) {
  return (
    <div className="section">
      <h3>
        {t.breaks} ({formatCount(chain.breaks.length)})
      </h3>
      <table className="ruled">
        <thead>
          <tr>
            <th scope="col">{t.kind}</th>
            <th scope="col" className="num">
              {t.position}
            </th>
            <th scope="col">{t.event}</th>
            <th scope="col">{t.detail}</th>
          </tr>
        </thead>
        <tbody>
          {chain.breaks.slice(0, SHOWN_BREAKS).map((item) => {
            const position = formatCount(item.index + 1);
            return (
              <tr key={`${item.kind} ${item.index} ${item.detail}`}>
                <th scope="row" className="nowrap">
                  <Mark verdict="fails">
                    <span>{t.kinds[item.kind]}</span>
                  </Mark>
                </th>
                <td className="num">
                  {item.index < chain.events ? (
                    <button
                      type="button"
                      className="door"
                      aria-label={t.openBreak(t.kinds[item.kind], position)}
                      onClick={() => inspect({ kind: 'chain-record', chain: chain.chain, index: item.index })}
                    >
                      {position}
                    </button>
                  ) : (
                    position
                  )}
                </td>
                <td>
                  <code>{item.event_id ?? '∅'}</code>
                </td>
                <td className="anywhere">{item.detail}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {chain.breaks.length > SHOWN_BREAKS && (
        <p className="muted">{t.more(formatCount(chain.breaks.length - SHOWN_BREAKS))}</p>
      )}
    </div>
  );
}
