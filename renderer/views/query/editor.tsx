import { type SQLNamespace, SQLDialect, sql } from '@codemirror/lang-sql';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useEffectEvent, useRef } from 'react';
import { queryWords as t } from '../../strings/query.ts';

/** DuckDB's words, as far as a SELECT uses them. */
const duckdb = SQLDialect.define({
  keywords:
    'select from where group by order having limit offset union all except intersect as on using join left right full outer inner cross semi anti asof lateral with recursive distinct case when then else end and or not in is null like ilike between exists any some values over partition rows range preceding following unbounded current row asc desc nulls first last qualify filter exclude replace sample pivot unpivot cast try_cast interval true false at time zone materialized within',
  types:
    'varchar text integer int bigint hugeint smallint tinyint double float decimal boolean date time timestamp timestamptz json uuid blob interval struct list map',
  doubleDollarQuotedStrings: true,
  operatorChars: '*+-%<>!=&|~^/?:',
  identifierQuotes: '"',
});

/** Styles that the editor makes are let through by the page's own nonce. */
function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** The SQL editor with completion from the schema. Tab leaves it: focus is never trapped. */
export function Editor({
  value,
  schema,
  onChange,
  onRun,
}: {
  value: string;
  schema: SQLNamespace;
  onChange: (text: string) => void;
  onRun: () => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const language = useRef(new Compartment());
  const changed = useEffectEvent(onChange);
  const run = useEffectEvent(onRun);
  const first = useRef({ value, schema });

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current.value,
        extensions: [
          EditorView.cspNonce.of(pageNonce()),
          Prec.highest(
            keymap.of([
              {
                key: 'Mod-Enter',
                run: () => {
                  run();
                  return true;
                },
              },
            ]),
          ),
          basicSetup,
          language.current.of(sql({ dialect: duckdb, schema: first.current.schema })),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': t.editor }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(sql({ dialect: duckdb, schema })) });
  }, [schema]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  return <div ref={host} className="editor" />;
}
