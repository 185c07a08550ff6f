import { useEffect, useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { go } from '../../../app/places.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { formatCount, formatOf } from '../../../data/format.ts';
import { ladderWords, sampleWords as t } from '../../../strings/workpapers.ts';
import { words } from '../../../strings/words.ts';
import { type Draft, EMPTY, type Method, changeDraft, nextAttribute, requestOf, useDraft } from './draft.ts';
import { PopulationFields } from './population-fields.tsx';
import { usePopulation, useTotal } from './population-facts.ts';
import { SizeHelp } from './size-help.tsx';

const NOTHING = { kind: 'findings', name: '' } as const;
const METHODS = ['attribute', 'random', 'stratified', 'monetary'] as const satisfies readonly Method[];
/** Columns of populations that only the engine can show. */
const SELECTED = ['procedure', 'severity', 'subject_id', 'reason_code'];
const TESTED = ['subject_type', 'outcomes'];

/** The plan of a sample, from its population to the seed. Drawing leads to its sheet. */
export function DrawForm() {
  const { id, locked } = useEngagement();
  const { engagement, draft: kept } = useDraft();
  const draft = engagement === id ? kept : EMPTY;
  useEffect(() => {
    if (engagement !== id) useDraft.setState({ engagement: id, draft: EMPTY });
  }, [engagement, id]);
  const { busy, error, act } = useAct();
  const [fault, setFault] = useState<string | null>(null);
  const shown = draft.selected === null ? draft : NOTHING;
  const facts = usePopulation(shown);
  const total = useTotal(shown, draft.method === 'monetary' ? draft.weight : '');
  const count = draft.selected ?? facts.value?.count ?? null;
  const columns =
    facts.value?.columns ?? (draft.selected !== null ? SELECTED : draft.kind === 'tested' ? TESTED : []);
  const draw = async (): Promise<void> => {
    const request = requestOf(draft);
    if (typeof request === 'string') return setFault(request);
    setFault(null);
    const drawn = await act('sampling.draw', request, ({ sample }) =>
      t.drawn(formatOf(sample.items.length, sample.count)),
    );
    if (!drawn) return;
    useDraft.setState({ draft: EMPTY });
    go('procedures', { view: 'samples', sample: drawn.sample.sample_id });
  };
  return (
    <form
      className="draw-form"
      aria-label={t.draw}
      noValidate
      // A fault is of what stood there when it was found.
      onChange={() => setFault(null)}
      onSubmit={(event) => {
        event.preventDefault();
        void draw();
      }}
    >
      <Field label={t.purpose}>
        {(ids) => (
          <input
            {...ids}
            className="input wide"
            value={draft.title}
            onChange={(event) => changeDraft({ title: event.target.value })}
          />
        )}
      </Field>
      <PopulationFields draft={draft} facts={facts} />
      <fieldset className="section">
        <legend>{t.methodAndSize}</legend>
        <div className="draw-columns">
          <div className="section">
            <MethodFields draft={draft} columns={columns} numbers={facts.value?.numbers ?? []} />
            {total.value !== null && total.value > 0 && (
              <p className="muted">{t.total(formatCount(total.value))}</p>
            )}
            {total.error && <ErrorNote error={total.error} />}
            <PlanFields draft={draft} />
            <SizeField draft={draft} />
          </div>
          <SizeHelp draft={draft} count={count} total={total.value} />
        </div>
      </fieldset>
      <Attributes draft={draft} />
      <Field label={t.seed} help={t.seedHelp}>
        {(ids) => (
          <input
            {...ids}
            className="input mono"
            autoComplete="off"
            spellCheck={false}
            value={draft.seed}
            onChange={(event) => changeDraft({ seed: event.target.value })}
          />
        )}
      </Field>
      {fault !== null && <ErrorNote error={{ message: fault }} />}
      {error && <ErrorNote error={error} />}
      {locked && <p className="muted">{words.lockedHere}</p>}
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy || locked}>
          {t.drawNow}
        </button>
      </div>
    </form>
  );
}

function MethodFields({
  draft,
  columns,
  numbers,
}: {
  draft: Draft;
  columns: readonly string[];
  numbers: readonly string[];
}) {
  const { method } = draft;
  const column = (label: string, field: 'stratum' | 'weight', names: readonly string[]) => (
    <Field label={label}>
      {(ids) => (
        <select
          {...ids}
          className="input"
          value={draft[field]}
          onChange={(event) => changeDraft({ [field]: event.target.value })}
        >
          <option value="">{t.chooseColumn}</option>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
    </Field>
  );
  return (
    <div className="inline-form">
      <Field label={t.method} help={t.methodMeaning[method]}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={method}
            onChange={(event) => changeMethod(event.target.value as Method, draft)}
          >
            {METHODS.map((name) => (
              <option key={name} value={name}>
                {t.methods[name]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {method === 'stratified' && column(t.stratum, 'stratum', columns)}
      {method === 'monetary' && column(t.weight, 'weight', numbers)}
    </div>
  );
}

/** A rate is no amount: what was planned in the one does not go over to the other. */
function changeMethod(method: Method, before: Draft): void {
  const other = (method === 'monetary') !== (before.method === 'monetary');
  changeDraft({
    method,
    stratum: '',
    weight: '',
    ...(method === 'monetary' ? { ladder: null } : {}),
    ...(other ? { tolerable: method === 'monetary' ? '' : EMPTY.tolerable, expected: '0' } : {}),
  });
}

function PlanFields({ draft }: { draft: Draft }) {
  const money = draft.method === 'monetary';
  const field = (name: 'risk' | 'tolerable' | 'expected', label: string, help: string) => (
    <Field label={label} help={help}>
      {(ids) => (
        <input
          {...ids}
          className="input short"
          inputMode="decimal"
          autoComplete="off"
          value={draft[name]}
          onChange={(event) => changeDraft({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="section" role="group" aria-label={t.plan}>
      <div className="inline-form">
        {field('risk', t.risk, t.riskHelp)}
        {field(
          'tolerable',
          money ? t.tolerableUnits : t.tolerable,
          money ? t.tolerableUnitsHelp : t.tolerableHelp,
        )}
        {field(
          'expected',
          money ? t.expectedItems : t.expected,
          money ? t.expectedItemsHelp : t.expectedHelp,
        )}
      </div>
      {!money && draft.method !== 'attribute' && draft.tolerable.trim() === '' && (
        <p className="muted">{t.planHelp}</p>
      )}
    </div>
  );
}

function SizeField({ draft }: { draft: Draft }) {
  const computed = draft.method === 'attribute' || draft.method === 'monetary';
  return (
    <Field label={t.size} help={draft.ladder === null ? undefined : <TakenFrom step={draft.ladder} />}>
      {(ids) => (
        <input
          {...ids}
          className="input number"
          inputMode="numeric"
          autoComplete="off"
          placeholder={computed ? t.sizeFromPlan : ''}
          value={draft.size}
          onChange={(event) => changeDraft({ size: event.target.value })}
        />
      )}
    </Field>
  );
}

/** The ladder that the size was taken from; the sample names it, unless it is let go. */
function TakenFrom({ step }: { step: NonNullable<Draft['ladder']> }) {
  return (
    <>
      {ladderWords.takenFrom(step.name, step.frequency)}{' '}
      <button type="button" className="button small" onClick={() => changeDraft({ ladder: null })}>
        {ladderWords.letGo}
      </button>
    </>
  );
}

/** One line an attribute: they become the columns of the grid. */
function Attributes({ draft }: { draft: Draft }) {
  const { attributes } = draft;
  const change = (at: number, part: { id?: string; title?: string }): void =>
    changeDraft({ attributes: attributes.map((item, i) => (i === at ? { ...item, ...part } : item)) });
  return (
    <fieldset className="section">
      <legend>{t.attributes}</legend>
      {attributes.map((attribute, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no name of their own while they are typed
        <div key={at} className="row-line" role="group" aria-label={`${t.attribute} ${at + 1}`}>
          <input
            className="input short mono"
            aria-label={t.attributeId}
            value={attribute.id}
            onChange={(event) => change(at, { id: event.target.value })}
          />
          <input
            className="input attribute-title"
            aria-label={t.attributeTitle}
            placeholder={at === 0 ? t.attributeHint : ''}
            value={attribute.title}
            onChange={(event) => change(at, { title: event.target.value })}
          />
          {attributes.length > 1 && (
            <button
              type="button"
              className="button small"
              aria-label={t.removeAttribute(attribute.id)}
              onClick={() => changeDraft({ attributes: attributes.filter((_, i) => i !== at) })}
            >
              ✕
            </button>
          )}
        </div>
      ))}
      <div className="row-line">
        <button
          type="button"
          className="button small"
          onClick={() =>
            changeDraft({ attributes: [...attributes, { id: nextAttribute(attributes), title: '' }] })
          }
        >
          {t.addAttribute}
        </button>
      </div>
    </fieldset>
  );
}
