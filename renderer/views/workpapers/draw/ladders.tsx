import { useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { useAsk } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { formatCount } from '../../../data/format.ts';
import { ladderWords as t } from '../../../strings/workpapers.ts';
import { percent } from '../percent.ts';
import { type Draft, changeDraft } from './draft.ts';
import { LadderEditor } from './ladder-editor.tsx';
import { EMPTY_LADDER, type LadderDraft, draftOf } from './ladder-draft.ts';

const NONE = {};

/** The sizes that firms are used to, and the engagement's own, each with what it proves. */
export function Ladders({ draft, risk }: { draft: Draft; risk: number | null }) {
  const { locked } = useEngagement();
  const { value: listed } = useAsk('methodologies.list', NONE);
  const [chosen, setChosen] = useState<string | null>(draft.ladder?.id ?? null);
  const [edited, setEdited] = useState<LadderDraft | null>(null);
  const { busy, error, act } = useAct();
  const ladders = listed?.methodologies ?? [];
  const ladder = ladders.find(({ id }) => id === chosen) ?? ladders[0];
  const { value: sized } = useAsk(
    'sampling.size',
    ladder === undefined || !risk ? null : { kind: 'methodology', methodology: ladder.id, risk },
  );
  if (ladder === undefined) return null;
  const remove = async (): Promise<void> => {
    await act('methodologies.remove', { id: ladder.id }, t.removed(ladder.name));
    if (draft.ladder?.id === ladder.id) changeDraft({ ladder: null });
  };
  const shown = sized?.methodology?.id === ladder.id ? sized.methodology : null;
  return (
    <details>
      <summary>{t.ladders}</summary>
      <div className="section">
        <Field label={t.ladder}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={ladder.id}
              onChange={(event) => setChosen(event.target.value)}
            >
              {ladders.map(({ id, name, own }) => (
                <option key={id} value={id}>
                  {own ? t.ownName(name) : name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <p className="muted">{ladder.note}</p>
        {shown !== null && (
          <table className="ruled small">
            <caption>{t.caption(shown.name, percent(shown.risk))}</caption>
            <thead>
              <tr>
                <th scope="col">{t.frequency}</th>
                <th scope="col" className="num">
                  {t.least}
                </th>
                <th scope="col" className="num">
                  {t.limitOf}
                </th>
                <th scope="col" className="num">
                  {t.most}
                </th>
                <th scope="col" className="num">
                  {t.limitOf}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.sizes.map((row) => {
                const step = { id: shown.id, name: shown.name, frequency: row.frequency };
                return (
                  <tr key={row.frequency}>
                    <th scope="row">{row.frequency}</th>
                    <Size step={step} size={row.least} upper={row.upper_least} />
                    <Size step={step} size={row.most} upper={row.upper_most} />
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
        {error && <ErrorNote error={error} />}
        {edited === null ? (
          <div className="row-line">
            <button
              type="button"
              className="button small"
              disabled={locked}
              onClick={() => setEdited(EMPTY_LADDER)}
            >
              {t.add}
            </button>
            {ladder.own && (
              <>
                <button
                  type="button"
                  className="button small"
                  disabled={locked}
                  onClick={() => setEdited(draftOf(ladder))}
                >
                  {t.change}
                </button>
                <button
                  type="button"
                  className="button small"
                  disabled={locked || busy}
                  onClick={() => void remove()}
                >
                  {t.remove}
                </button>
              </>
            )}
          </div>
        ) : (
          <LadderEditor
            ladder={edited}
            change={setEdited}
            taken={ladders.map(({ id }) => id)}
            saved={(id) => {
              setChosen(id);
              setEdited(null);
            }}
          />
        )}
      </div>
    </details>
  );
}

function Size({ step, size, upper }: { step: NonNullable<Draft['ladder']>; size: number; upper: number }) {
  return (
    <>
      <td className="num">
        <button
          type="button"
          className="button small"
          onClick={() => changeDraft({ size: String(size), ladder: step })}
          aria-label={t.take(formatCount(size))}
        >
          {formatCount(size)}
        </button>
      </td>
      <td className="num">{percent(upper)}</td>
    </>
  );
}
