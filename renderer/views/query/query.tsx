import type { SQLNamespace } from '@codemirror/lang-sql';
import { useEffect, useMemo } from 'react';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { useJobs } from '../../app/jobs.ts';
import { Page } from '../../app/page.tsx';
import { useAddress } from '../../app/places.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { formatCount } from '../../data/format.ts';
import { queryWords as t } from '../../strings/query.ts';
import { likelyKey } from '../workpapers/draw/draft.ts';
import { SampleButton } from '../workpapers/sample-button.tsx';
import { SaveProcedure } from '../procedures/own/save-procedure.tsx';
import { explain, openConsole, run, useConsole, write } from './console.ts';
import { Editor } from './editor.tsx';
import { ExportMenu } from './export-menu.tsx';
import { Outcome } from './outcome.tsx';
import { type Schema, SchemaTree, nameOf } from './schema-tree.tsx';

const NONE = {};
const NO_SCHEMA: Schema = [];

export default function Query() {
  const { id } = useEngagement();
  const connection = useConnection();
  const { query } = useAddress();
  const schema = useAsk('query.schema', NONE);
  const { engagement, text, error, capped } = useConsole();
  const names = useMemo(() => completion(schema.value ?? NO_SCHEMA), [schema.value]);
  const asked = query['sql'];
  useEffect(() => {
    openConsole(id);
    if (asked !== undefined) void run(connection, asked);
  }, [connection, id, asked]);
  if (engagement !== id) return null;
  const start = (sql: string): void => void run(connection, sql);
  return (
    <Page full title={t.title} lead={t.lead}>
      <div className="query">
        {schema.error ? (
          <ErrorNote error={schema.error} />
        ) : (
          <SchemaTree
            schema={schema.value ?? NO_SCHEMA}
            onInsert={(name) => write(`${text}${text === '' || /\s$/.test(text) ? '' : ' '}${name}`)}
            onShow={start}
          />
        )}
        <div className="query-main">
          <Editor value={text} schema={names} onChange={write} onRun={() => start(text)} />
          <Buttons onRun={() => start(text)} onExplain={() => void explain(connection, text)} />
          {error && <ErrorNote error={error} />}
          {capped !== null && <p className="notice">{t.capped(formatCount(capped))}</p>}
          <Outcome />
        </div>
      </div>
    </Page>
  );
}

function Buttons({ onRun, onExplain }: { onRun: () => void; onExplain: () => void }) {
  const { history, sql, source, running } = useConsole();
  const job = useJobs(({ jobs }) => jobs.find(({ title, state }) => state === 'running' && title === t.job));
  return (
    <div className="row-line query-tools">
      <button type="button" className="button primary" disabled={running} onClick={onRun}>
        {t.run} <kbd>{t.runHint}</kbd>
      </button>
      <button type="button" className="button" disabled={!job} onClick={() => job?.cancel()}>
        {t.cancel}
      </button>
      <button type="button" className="button" disabled={running} onClick={onExplain}>
        {t.explain}
      </button>
      <select
        className="input history"
        aria-label={t.history}
        value=""
        disabled={history.length === 0}
        onChange={(event) => write(event.target.value)}
      >
        <option value="">{t.history}</option>
        {history.map((item) => (
          <option key={item} value={item}>
            {item.replace(/\s+/g, ' ').slice(0, 120)}
          </option>
        ))}
      </select>
      {sql !== null && <ExportMenu of={{ sql }} />}
      {sql !== null && source && <SaveProcedure sql={sql} columns={source.columns.map(({ name }) => name)} />}
      {sql !== null && source && (
        <SampleButton
          from={{ kind: 'sql', name: sql, key: likelyKey(source.columns.map(({ name }) => name)) }}
        />
      )}
    </div>
  );
}

/** Names for completion: table → columns, schemas as a level of their own. */
function completion(schema: Schema): SQLNamespace {
  const names: Record<string, string[]> = {};
  for (const table of schema) {
    names[nameOf(table).replace(/\(.*$/, '')] = table.columns.map(({ name }) => name);
  }
  return names;
}
