import { SEVERITIES } from '#shared/model/vocabulary.ts';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { Page } from '../../app/page.tsx';
import { formatAddress, go } from '../../app/places.ts';
import { useSmall } from '../../app/rows.ts';
import { Door } from '../../components/door.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { Value } from '../../components/value.tsx';
import { formatCount } from '../../data/format.ts';
import type { Small } from '../../data/read-all.ts';
import { readSubject } from '../../data/subject.ts';
import { peopleWords as t } from '../../strings/people.ts';
import type { Part } from './sql.ts';
import { TrailPart } from './trail.tsx';

const SHOWN = 200;

/** Everything the sources say of one person or resource; each part leads to its rows and to the console. */
export function Dossier({
  title,
  subject,
  parts,
  back,
}: {
  title: string;
  /** As trails name it: `user:EMAIL` or `resource:NAME`. */
  subject: string;
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
        <DossierPart
          key={part.key}
          part={part}
          who={subject.startsWith('user:') ? title : null}
          what={title}
        />
      ))}
      <TrailPart subject={subject} />
    </Page>
  );
}

function DossierPart({ part, who, what }: { part: Part; who: string | null; what: string }) {
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
      {value && value.rows.length > 0 && <Rows title={t[part.key]} small={value} who={who} what={what} />}
      {value && value.rows.length === SHOWN && <p className="muted">{t.more(formatCount(SHOWN))}</p>}
    </section>
  );
}

const HIDDEN = new Set(['source_id', 'record_no', 'id']);

function Rows({
  title,
  small: { columns, rows },
  who,
  what,
}: {
  title: string;
  small: Small;
  /** Whose dossier it is; null in that of a resource, which `what` then names. */
  who: string | null;
  what: string;
}) {
  const { timezone } = useEngagement();
  const shown = columns.flatMap((column, index) => (HIDDEN.has(column.name) ? [] : [{ column, index }]));
  const finding = columns.findIndex(({ name }) => name === 'id');
  const why = whyOf(columns, who, what);
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
            {why && (
              <th scope="col">
                <span className="visually-hidden">{t.why}</span>
              </th>
            )}
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
              {why && (
                <td>
                  <Door to="people" query={why(values)}>
                    <span aria-hidden="true">{t.why}</span>
                    <span className="visually-hidden">{t.whyFor(why(values).what)}</span>
                  </Door>
                </td>
              )}
              {shown.map(({ column, index }, place) => (
                <td key={column.name} className={column.kind === 'number' ? 'num' : 'nowrap'}>
                  {place === 0 ? (
                    <button type="button" className="door" onClick={() => open(values)}>
                      <Cell column={column} value={values[index]} zone={timezone} />
                    </button>
                  ) : (
                    <Cell column={column} value={values[index]} zone={timezone} />
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

/** A severity as everywhere; a list of words as words. */
function Cell({ column, value, zone }: { column: Small['columns'][number]; value: unknown; zone: string }) {
  const severity = column.name === 'severity' ? SEVERITIES.find((one) => one === value) : undefined;
  if (severity) return <SeverityMark severity={severity} />;
  const words = LISTS.has(column.type.toUpperCase()) ? listOf(value) : [];
  if (words.length > 0 && words.every((word) => typeof word === 'string')) return words.join(', ');
  if (column.name === 'subject_id' && typeof value === 'string') return readSubject(value);
  if (CODES.has(column.name) && typeof value === 'string') return value.replaceAll('_', ' ');
  return <Value value={value} kind={column.kind} zone={zone} />;
}

const LISTS = new Set(['VARCHAR[]', 'JSON']);
/** Columns of words of ours, with underscores between them. */
const CODES = new Set(['reason_code', 'drift_reason', 'event_type']);

/** The entries of a list, as it is or as it was written into a JSON column; none of anything else. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string' && value.startsWith('[')) return listOf(JSON.parse(value));
  return typeof value === 'object' && value !== null && Symbol.iterator in value
    ? [...(value as Iterable<unknown>)]
    : [];
}

/** Leads from a row of access to the reasons for it; null where the rows are of something else. */
function whyOf(columns: Small['columns'], who: string | null, what: string) {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const [system, resource, email, permission] = ['system', 'resource', 'email', 'permission'].map(at);
  if (permission! < 0 || (at('part') < 0 && at('policy') < 0)) return null;
  return (values: readonly unknown[]) => ({
    view: 'why',
    who: who ?? String(values[email!] ?? ''),
    what: who === null ? what : `${String(values[system!])}:${String(values[resource!])}`,
  });
}
