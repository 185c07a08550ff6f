import { type SQLNamespace, SQLDialect, sql } from '@codemirror/lang-sql';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
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

/** The editor in the window's own colours, whatever the theme. */
const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--raised)' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--sheet)',
    color: 'var(--ink-3)',
    borderRight: '1px solid var(--rule)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-wash) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--rule-strong)',
    fontFamily: 'var(--mono)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--accent-ink)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-wash)' },
  '.cm-panels': { backgroundColor: 'var(--sheet)', color: 'var(--ink)' },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--holds)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--high)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
  { tag: tags.typeName, color: 'var(--medium)' },
]);

/** Styles that the editor makes are let through by the page's own nonce. */
function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/**
 * Text typed over a selection. Left to itself the browser carries the colours of what it replaces over as an inline
 * style, which the content policy refuses with an error; so the change is made here.
 */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const text = event.data;
  if (event.inputType !== 'insertText' || text === null || empty || view.composing) return false;
  const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type' });
  const taken = view.state
    .facet(EditorView.inputHandler)
    .some((handle) => handle(view, from, to, text, insert));
  if (!taken) view.dispatch(insert());
  event.preventDefault();
  return true;
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
                run: (editor) => {
                  // A selection of its own closes the list of completions, which would lie over the result.
                  editor.dispatch({ selection: editor.state.selection });
                  run();
                  return true;
                },
              },
            ]),
          ),
          basicSetup,
          look,
          syntaxHighlighting(colours),
          language.current.of(sql({ dialect: duckdb, schema: first.current.schema })),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': t.editor }),
          EditorView.domEventHandlers({ beforeinput: typeOver }),
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
