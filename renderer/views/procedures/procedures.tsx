import type { ProcedureView } from '#shared/contract/schemas.ts';
import { type ReactNode, useEffect, useState } from 'react';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { useJobs } from '../../app/jobs.ts';
import { Page } from '../../app/page.tsx';
import { go, useAddress } from '../../app/places.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { Door } from '../../components/door.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Scroller } from '../../components/scroller.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { formatDuration, plural } from '../../data/format.ts';
import { procedureWords as t } from '../../strings/procedures.ts';
import { words } from '../../strings/words.ts';
import { groupProcedures } from './groups.ts';
import { runProcedures } from './run.ts';
import { Standing, exceptionsOf } from './standing.tsx';

const NONE = {};

export default function Procedures({ parts }: { parts: ReactNode }) {
  const connection = useConnection();
  const { query } = useAddress();
  const { locked } = useEngagement();
  const list = useAsk('procedures.list', NONE);
  const running = useJobs((state) => state.jobs.some(({ state: is }) => is === 'running'));
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const asked = query['procedure'];
  useEffect(() => {
    if (asked !== undefined) inspect({ kind: 'procedure', id: asked });
  }, [asked]);
  const framework = query['framework'] ?? '';
  const frameworks = [
    ...new Set((list.value ?? []).flatMap(({ controls }) => controls.map((control) => control.framework))),
  ].sort();
  const groups = groupProcedures(list.value ?? [], framework);
  const runAll = async (): Promise<void> => setError(await runProcedures(connection, t.jobAll, {}));
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <>
          <select
            className="input"
            aria-label={t.by}
            value={framework}
            onChange={(event) =>
              go('procedures', event.target.value === '' ? {} : { framework: event.target.value })
            }
          >
            <option value="">
              {t.by}: {t.byFamily}
            </option>
            {frameworks.map((name) => (
              <option key={name} value={name}>
                {t.by}: {name}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button primary"
            disabled={running || locked}
            onClick={() => void runAll()}
          >
            {t.runAll}
          </button>
        </>
      }
    >
      {parts}
      {locked && <p className="notice">{words.lockedHere}</p>}
      {error && <ErrorNote error={error} />}
      {list.error && <ErrorNote error={list.error} />}
      {list.pending && !list.value && <Waiting what={t.title.toLowerCase()} />}
      {list.value && (
        <Scroller label={t.title}>
          <table className="ruled procedures">
            <caption className="visually-hidden">{t.title}</caption>
            <thead>
              <tr>
                <th scope="col">{t.procedure}</th>
                <th scope="col">{t.severity}</th>
                <th scope="col">{t.status}</th>
                <th scope="col" className="num">
                  {t.exceptions}
                </th>
                <th scope="col" className="num">
                  {t.took}
                </th>
                <th scope="col">
                  <span className="visually-hidden">{t.run}</span>
                </th>
              </tr>
            </thead>
            {groups.map(({ key, title, procedures }) => (
              <Family
                key={key}
                title={title}
                procedures={procedures}
                still={running || locked}
                onFault={setError}
              />
            ))}
          </table>
        </Scroller>
      )}
    </Page>
  );
}

function Family({
  title,
  procedures,
  still,
  onFault,
}: {
  title: string;
  procedures: readonly ProcedureView[];
  /** Nothing can be run now: something runs, or the work is signed off. */
  still: boolean;
  onFault: (error: ErrorEnvelope | null) => void;
}) {
  const connection = useConnection();
  return (
    <tbody>
      <tr className="family">
        <th colSpan={6} scope="rowgroup">
          {title}
        </th>
      </tr>
      {procedures.map((procedure) => (
        <tr key={procedure.id}>
          <th scope="row">
            <button
              type="button"
              className="door"
              onClick={() => inspect({ kind: 'procedure', id: procedure.id })}
            >
              {procedure.title}
            </button>
            <br />
            <code className="muted">{procedure.id}</code>
          </th>
          <td>
            <SeverityMark severity={procedure.severity} />
          </td>
          <td className="nowrap">
            <Standing run={procedure.last} />
          </td>
          <td className="num nowrap">
            {procedure.last?.exceptions ? (
              <Door to="findings" query={{ procedure: `=${procedure.id}` }}>
                {exceptionsOf(procedure.last)}
              </Door>
            ) : (
              exceptionsOf(procedure.last)
            )}
            {(procedure.last?.leads ?? 0) > 0 && (
              <>
                {' + '}
                <Door to="findings" query={{ procedure: `=${procedure.id}`, outcome: '=lead' }}>
                  {plural(procedure.last?.leads ?? 0, t.lead1)}
                </Door>
              </>
            )}
          </td>
          <td className="num nowrap muted">
            {procedure.last && procedure.last.status !== 'missing_input'
              ? formatDuration(procedure.last.ms)
              : '–'}
          </td>
          <td className="num">
            <button
              type="button"
              className="button small"
              disabled={still}
              aria-label={t.runOne(procedure.title)}
              onClick={async () =>
                onFault(
                  await runProcedures(connection, t.runOne(procedure.title), {
                    procedures: [procedure.id],
                  }),
                )
              }
            >
              {t.run}
            </button>
          </td>
        </tr>
      ))}
    </tbody>
  );
}
