import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { Page } from '../../app/page.tsx';
import { formatAddress, go } from '../../app/places.ts';
import { useSmall } from '../../app/rows.ts';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Value } from '../../components/value.tsx';
import { formatCount } from '../../data/format.ts';
import type { Small } from '../../data/read-all.ts';
import { peopleWords as t } from '../../strings/people.ts';
import type { Part } from './sql.ts';

const SHOWN = 200;

/** Everything the sources say of one person or resource; each part leads to its rows and to the console. */
export function Dossier({
  title,
  parts,
  back,
}: {
  title: string;
  parts: readonly Part[];
  back: Record<string, string>;
}) {
  return (
    <Page
      title={title}
      actions={
        <a className="button" href={formatAddress('people', back)}>
          {t.back}
        </a>
      }
    >
      {parts.map((part) => (
        <DossierPart key={part.key} part={part} />
      ))}
    </Page>
  );
}

function DossierPart({ part }: { part: Part }) {
  const { value, error, pending } = useSmall(part.sql, SHOWN);
  return (
    <section className="section dossier" aria-label={t[part.key]}>
      <h2>
        {t[part.key]}{' '}
        <button type="button" className="button small" onClick={() => go('query', { sql: part.sql })}>
          {t.inQuery}
        </button>
      </h2>
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={t.reading} />}
      {value && value.rows.length === 0 && <p className="muted">{t.none}</p>}
      {value && value.rows.length > 0 && <Rows title={t[part.key]} small={value} />}
      {value && value.rows.length === SHOWN && <p className="muted">{t.more(formatCount(SHOWN))}</p>}
    </section>
  );
}

const HIDDEN = new Set(['source_id', 'record_no', 'id']);

function Rows({ title, small: { columns, rows } }: { title: string; small: Small }) {
  const { timezone } = useEngagement();
  const shown = columns.flatMap((column, index) => (HIDDEN.has(column.name) ? [] : [{ column, index }]));
  const finding = columns.findIndex(({ name }) => name === 'id');
  const open = (values: readonly unknown[]): void => {
    if (finding >= 0) inspect({ kind: 'finding', id: String(values[finding]) });
    else
      inspect({
        kind: 'row',
        title,
        values: columns.map(({ name, type }, i) => ({ name, type, value: values[i] })),
      });
  };
  return (
    <div className="scroll-x">
      <table className="ruled small dossier-table">
        <thead>
          <tr>
            {shown.map(({ column }) => (
              <th key={column.name} scope="col" className={column.kind === 'number' ? 'num' : undefined}>
                {column.name.replaceAll('_', ' ')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((values, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a result have no id but their place
            <tr key={at}>
              {shown.map(({ column, index }, place) => (
                <td key={column.name} className={column.kind === 'number' ? 'num' : 'nowrap'}>
                  {place === 0 ? (
                    <button type="button" className="door" onClick={() => open(values)}>
                      <Value value={values[index]} kind={column.kind} zone={timezone} />
                    </button>
                  ) : (
                    <Value value={values[index]} kind={column.kind} zone={timezone} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
