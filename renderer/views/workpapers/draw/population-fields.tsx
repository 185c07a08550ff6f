import type { Draft, PopulationKind } from './draft.ts';
import { useState } from 'react';
import { useAsk } from '../../../app/connection.tsx';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { formatCount, plural } from '../../../data/format.ts';
import { sampleWords as t } from '../../../strings/workpapers.ts';
import { changeDraft, likelyKey } from './draft.ts';
import type { PopulationFacts } from './population-facts.ts';
import type { Asked } from '../../../app/connection.tsx';

const NONE = {};
const KINDS = ['findings', 'tested', 'table', 'sql'] as const satisfies readonly PopulationKind[];

/** What is drawn from, and what tells its items apart. */
export function PopulationFields({ draft, facts }: { draft: Draft; facts: Asked<PopulationFacts> }) {
  const chosen = draft.name.trim() !== '';
  return (
    <fieldset className="section">
      <legend>{t.population}</legend>
      {draft.selected === null ? (
        <div className="inline-form">
          <Field label={t.population}>
            {(ids) => (
              <select
                {...ids}
                className="input"
                value={draft.kind}
                onChange={(event) =>
                  changeDraft({ kind: event.target.value as PopulationKind, name: '', key: [] })
                }
              >
                {KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {t.populations[kind]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {(draft.kind === 'findings' || draft.kind === 'tested') && <ProcedureField draft={draft} />}
          {draft.kind === 'table' && <TableField draft={draft} />}
        </div>
      ) : (
        <p className="row-line">
          <strong>{t.selection(formatCount(draft.selected))}</strong>
          <button
            type="button"
            className="button small"
            onClick={() => changeDraft({ kind: 'findings', name: '', key: [], selected: null })}
          >
            {t.selectionDrop}
          </button>
        </p>
      )}
      {draft.kind === 'sql' && draft.selected === null && <SqlField key={draft.name} draft={draft} />}
      {facts.error && <ErrorNote error={facts.error} />}
      {chosen && draft.kind === 'tested' && <p className="muted">{t.countLater}</p>}
      {chosen && facts.pending && <p className="muted">{t.counting}</p>}
      {facts.value && <p>{t.count(plural(facts.value.count, 'row'))}</p>}
      {draft.kind === 'sql' && draft.selected === null && facts.value && (
        <Keys columns={facts.value.columns} chosen={draft.key} />
      )}
    </fieldset>
  );
}

/** Only procedures that were run to their end have findings, or anything that was tested. */
function ProcedureField({ draft }: { draft: Draft }) {
  const procedures = useAsk('procedures.list', NONE);
  const ready = (procedures.value ?? []).filter(({ last }) => last?.status === 'completed');
  return (
    <Field label={t.procedure} {...(ready.length === 0 ? { help: t.notRun } : {})}>
      {(ids) => (
        <select
          {...ids}
          className="input"
          value={draft.name}
          onChange={(event) => changeDraft({ name: event.target.value })}
        >
          <option value="">{t.chooseProcedure}</option>
          {ready.map(({ id, title }) => (
            <option key={id} value={id}>
              {id}: {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function TableField({ draft }: { draft: Draft }) {
  const schema = useAsk('query.schema', NONE);
  const tables = (schema.value ?? []).filter(({ schema: name, rows }) => name === 'main' && (rows ?? 0) > 0);
  return (
    <Field label={t.table}>
      {(ids) => (
        <select
          {...ids}
          className="input"
          value={draft.name}
          onChange={(event) => changeDraft({ name: event.target.value })}
        >
          <option value="">{t.chooseProcedure}</option>
          {tables.map(({ name, rows }) => (
            <option key={name} value={name}>
              {name} ({formatCount(rows ?? 0)})
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Taken over when the field is left: half a statement is not asked. */
function SqlField({ draft }: { draft: Draft }) {
  const [text, setText] = useState(draft.name);
  return (
    <Field label={t.sql}>
      {(ids) => (
        <textarea
          {...ids}
          className="input mono sql-field"
          rows={4}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => {
            if (text !== draft.name) changeDraft({ name: text, key: [] });
          }}
        />
      )}
    </Field>
  );
}

function Keys({ columns, chosen }: { columns: readonly string[]; chosen: readonly string[] }) {
  const toggle = (name: string): void =>
    changeDraft({
      key: chosen.includes(name) ? chosen.filter((item) => item !== name) : [...chosen, name],
    });
  const likely = likelyKey(columns);
  return (
    <div className="section" role="group" aria-label={t.keys}>
      <span className="label">{t.keys}</span>
      <div className="row-line wrap">
        {columns.map((name) => (
          <label key={name} className="row-line">
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            <code>{name}</code>
          </label>
        ))}
        {chosen.length === 0 && likely.length > 0 && (
          <button type="button" className="button small" onClick={() => changeDraft({ key: likely })}>
            {likely.join(', ')}
          </button>
        )}
      </div>
    </div>
  );
}
