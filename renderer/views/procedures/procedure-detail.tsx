import type { ProcedureView, RunView } from '#shared/contract/schemas.ts';
import { useState } from 'react';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { InspectorPane } from '../../app/inspector-pane.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { useJobs } from '../../app/jobs.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { Door } from '../../components/door.tsx';
import { Facts } from '../../components/facts.tsx';
import { Field } from '../../components/field.tsx';
import { EmptyState, ErrorNote } from '../../components/notes.tsx';
import { Prose } from '../../components/prose.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { SqlBlock } from '../../components/sql-block.tsx';
import { formatCount, plural } from '../../data/format.ts';
import { procedureWords as t } from '../../strings/procedures.ts';
import { SampleButton } from '../workpapers/sample-button.tsx';
import { runProcedures } from './run.ts';
import { OwnActions, SaveOwn } from './own/own-actions.tsx';
import { Standing, exceptionsOf } from './standing.tsx';

const NONE = {};

/** One procedure: what it expects, its parameters, its SQL, what it said last. */
export function ProcedureDetail({ id }: { id: string }) {
  const list = useAsk('procedures.list', NONE);
  const procedure = list.value?.find((item) => item.id === id);
  // One that was just saved is in the list once it is read again.
  if (list.error || (list.value && !procedure && !list.pending)) {
    return (
      <InspectorPane title={id}>
        {list.error ? <ErrorNote error={list.error} /> : <EmptyState title={t.gone} />}
      </InspectorPane>
    );
  }
  if (!procedure) return null;
  const { last } = procedure;
  const indeterminate = last?.indeterminate ?? 0;
  const leads = last?.leads ?? 0;
  return (
    <InspectorPane title={procedure.title}>
      <Facts
        items={[
          [t.name, <code key="i">{`${procedure.id}, ${t.version(procedure.version)}`}</code>],
          [t.severity, <SeverityMark key="s" severity={procedure.severity} />],
          [t.subject, procedure.subject],
          [t.needs, procedure.needs.join(', ') || undefined],
          [t.status, <Standing key="l" run={last} />],
          [
            t.exceptions,
            <span key="e">
              {exceptionsOf(last)}
              {leads > 0 && ` + ${plural(leads, t.lead1)}`}
              {indeterminate > 0 && ` · ${t.indeterminate(formatCount(indeterminate))}`}
            </span>,
          ],
          [t.message, last?.message ?? undefined],
        ]}
      />
      <p>
        <Door to="findings" query={{ procedure: `=${procedure.id}` }}>
          {t.findings}
        </Door>
      </p>
      {last?.status === 'completed' && <DrawFrom procedure={procedure} found={last} />}
      {procedure.own ? <OwnActions procedure={procedure} /> : <SaveOwn procedure={procedure} />}
      <Parameters key={procedure.id} procedure={procedure} />
      <section className="section">
        <h3>{t.readme}</h3>
        <Prose text={procedure.readme} />
      </section>
      <section className="section">
        <h3>{t.sql}</h3>
        {procedure.sql === null ? <p className="muted">{t.noSql}</p> : <SqlBlock sql={procedure.sql} />}
      </section>
      {procedure.controls.length > 0 && (
        <section className="section">
          <h3>{t.controls}</h3>
          <ul>
            {procedure.controls.map(({ framework, requirement, summary }) => (
              <li key={`${framework} ${requirement}`}>
                <strong className="nowrap">
                  {framework} {requirement}
                </strong>{' '}
                {summary}
              </li>
            ))}
          </ul>
        </section>
      )}
    </InspectorPane>
  );
}

/** A sample by hand beside what the test found: of its findings, or of all that it tested. */
function DrawFrom({ procedure: { id, own }, found }: { procedure: ProcedureView; found: RunView }) {
  const any = (found.exceptions ?? 0) + (found.leads ?? 0) + (found.indeterminate ?? 0) > 0;
  return (
    <p className="row-line wrap">
      {any && (
        <SampleButton small from={{ kind: 'findings', name: id }}>
          {t.sampleFindings}
        </SampleButton>
      )}
      {!own && (
        <SampleButton small from={{ kind: 'tested', name: id }}>
          {t.sampleTested}
        </SampleButton>
      )}
    </p>
  );
}

function Parameters({ procedure }: { procedure: ProcedureView }) {
  const connection = useConnection();
  const running = useJobs((state) => state.jobs.some(({ state: is }) => is === 'running'));
  const { locked } = useEngagement();
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(procedure.params.map(({ name, value }) => [name, String(value)])),
  );
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const run = async (): Promise<void> => {
    const params = Object.fromEntries(
      procedure.params
        .filter(({ name, value }) => values[name] !== String(value))
        .map(({ name, value }) => [`${procedure.id}.${name}`, likeBefore(values[name] ?? '', value)]),
    );
    setError(
      await runProcedures(connection, t.runOne(procedure.title), { procedures: [procedure.id], params }),
    );
  };
  return (
    <form
      className="section"
      aria-label={t.parameters}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <h3>{t.parameters}</h3>
      {procedure.params.length === 0 && <p className="muted">{t.noParameters}</p>}
      {procedure.params.map(({ name, unit, value, doc, default: standard }) => (
        <Field
          key={name}
          label={t.parameter(name.replaceAll('_', ' '), unit)}
          help={`${doc === null ? '' : `${doc} · `}${t.standard(String(standard))}${String(value) === String(standard) ? '' : ` · ${t.changed}`}`}
        >
          {(ids) => (
            <input
              {...ids}
              className="input"
              value={values[name] ?? ''}
              onChange={(event) => setValues((all) => ({ ...all, [name]: event.target.value }))}
            />
          )}
        </Field>
      ))}
      {error && <ErrorNote error={error} />}
      <div className="row-line">
        <button type="submit" className="button primary" disabled={running || locked}>
          {procedure.params.length === 0 ? t.run : t.runWith}
        </button>
      </div>
    </form>
  );
}

/** What was typed, in the kind that the parameter has. */
function likeBefore(text: string, value: string | number | boolean): string | number | boolean {
  if (typeof value === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (typeof value === 'boolean') return text === 'true';
  return text;
}
