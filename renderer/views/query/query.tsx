import type { SQLNamespace } from '@codemirror/lang-sql';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { useJobs } from '../../app/jobs.ts';
import { Page } from '../../app/page.tsx';
import { useAddress } from '../../app/places.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { DataTable } from '../../components/table/data-table.tsx';
import { queryWords as t } from '../../strings/query.ts';
import { Editor } from './editor.tsx';
import { ExportMenu } from './export-menu.tsx';
import { readHistory, remember } from './history.ts';
import { type Schema, SchemaTree, nameOf } from './schema-tree.tsx';
import { cappedText, useQuery } from './use-query.ts';

const NONE = {};
const NO_SCHEMA: Schema = [];

export default function Query() {
  const { id, timezone } = useEngagement();
  const { query } = useAddress();
  const schema = useAsk('query.schema', NONE);
  const [history, setHistory] = useState(() => readHistory(id));
  const [text, setText] = useState(() => query['sql'] ?? history[0] ?? '');
  const result = useQuery();
  const names = useMemo(() => completion(schema.value ?? NO_SCHEMA), [schema.value]);
  const running = useJobs((state) =>
    state.jobs.find(({ title, state: is }) => is === 'running' && title === t.job),
  );

  const run = (sql: string): void => {
    if (sql.trim() === '' || result.running) return;
    setHistory(remember(id, sql));
    result.run(sql);
  };
  const runAsked = useEffectEvent((sql: string) => {
    setText(sql);
    run(sql);
  });
  const asked = query['sql'];
  useEffect(() => {
    if (asked !== undefined) runAsked(asked);
  }, [asked]);

  return (
    <Page full title={t.title} lead={t.lead}>
      <div className="query">
        {schema.error ? (
          <ErrorNote error={schema.error} />
        ) : (
          <SchemaTree
            schema={schema.value ?? NO_SCHEMA}
            onInsert={(name) =>
              setText((before) => `${before}${before === '' || /\s$/.test(before) ? '' : ' '}${name}`)
            }
            onShow={(sql) => {
              setText(sql);
              run(sql);
            }}
          />
        )}
        <div className="query-main">
          <Editor value={text} schema={names} onChange={setText} onRun={() => run(text)} />
          <div className="row-line query-tools">
            <button
              type="button"
              className="button primary"
              disabled={result.running}
              onClick={() => run(text)}
            >
              {t.run} <kbd>{t.runHint}</kbd>
            </button>
            <button type="button" className="button" disabled={!running} onClick={() => running?.cancel()}>
              {t.cancel}
            </button>
            <select
              className="input history"
              aria-label={t.history}
              value=""
              disabled={history.length === 0}
              onChange={(event) => setText(event.target.value)}
            >
              <option value="">{t.history}</option>
              {history.map((sql) => (
                <option key={sql} value={sql}>
                  {sql.replace(/\s+/g, ' ').slice(0, 120)}
                </option>
              ))}
            </select>
            {result.sql !== null && <ExportMenu sql={result.sql} />}
          </div>
          {result.error && <ErrorNote error={result.error} />}
          {result.capped !== null && <p className="notice">{cappedText(result.capped)}</p>}
          {result.source ? (
            <DataTable
              key={`${result.sql} ${result.source.total}`}
              label={t.result}
              source={result.source}
              zone={timezone}
              onOpen={(values) => {
                const columns = result.source?.columns ?? [];
                inspect({
                  kind: 'row',
                  title: t.row,
                  values: columns.map(({ name, type }, i) => ({ name, type, value: values[i] })),
                });
              }}
              empty={t.noRows}
            />
          ) : (
            !result.error && <p className="muted">{t.noResult}</p>
          )}
        </div>
      </div>
    </Page>
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
