import { formatCount } from '../data/format.ts';
import { formatMoment } from '../data/time.ts';
import { Value } from './value.tsx';

/** Plain JSON of unknown shape, as ruled lines; lists of like objects as a table. */
export function Tree({ value, zone }: { value: unknown; zone: string }) {
  if (Array.isArray(value)) return <List items={value} zone={zone} />;
  if (typeof value === 'object' && value !== null) {
    return (
      <dl className="facts">
        {Object.entries(value).map(([name, item]) => (
          <div key={name} className={isNested(item) ? 'nested' : 'plain'}>
            <dt>{name.replaceAll('_', ' ')}</dt>
            <dd>
              <Tree value={item} zone={zone} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  if (typeof value === 'number') return <>{formatCount(value)}</>;
  if (typeof value === 'string' && value !== '') return <>{formatMoment(value, zone)}</>;
  return <Value value={value} kind="text" zone={zone} />;
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function List({ items, zone }: { items: readonly unknown[]; zone: string }) {
  if (items.length === 0) return <span className="null">–</span>;
  const records = items.filter(
    (item): item is Record<string, unknown> => isNested(item) && !Array.isArray(item),
  );
  if (records.length === items.length && records.some((record) => Object.values(record).some(isNested))) {
    return (
      <ul className="section">
        {records.map((record, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: records have no id of their own
          <li key={i}>
            <Tree value={record} zone={zone} />
          </li>
        ))}
      </ul>
    );
  }
  if (records.length < items.length) {
    return (
      <ul>
        {items.map((item, i) => (
          <li key={`${i}-${String(item)}`}>
            <Tree value={item} zone={zone} />
          </li>
        ))}
      </ul>
    );
  }
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return (
    <div className="scroll-x">
      <table className="ruled small">
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name.replaceAll('_', ' ')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: records have no id of their own
            <tr key={i}>
              {names.map((name) => (
                <td key={name} className={typeof record[name] === 'number' ? 'num' : undefined}>
                  <Tree value={record[name]} zone={zone} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
