import type { LineForm } from '#shared/contract/intake-schemas.ts';
import { Field } from '../../../components/field.tsx';
import { mappingWords as t } from '../../../strings/mapping.ts';
import { parseWords } from './draft.ts';
import { isStated, parsePlaces, WAYS, type Way, wayOf, withSkip, withWay, writePlaces } from './line-form.ts';

interface Props {
  form: LineForm;
  /** First line of the file: texts of this kind may be known by it. */
  firstLine: string;
  disabled: boolean;
  onChange: (form: LineForm) => void;
  onShow: () => void;
}

/** How the lines of a text come apart, and which of them are no records. */
export function LinesForm({ form, firstLine, disabled, onChange, onShow }: Props) {
  const way = wayOf(form);
  return (
    <section className="section lines-form" aria-label={t.lines}>
      <h2>{t.lines}</h2>
      <p className="muted">{t.linesHelp}</p>
      <Field label={t.way}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            disabled={disabled}
            value={way}
            onChange={(event) => onChange(withWay(form, event.target.value as Way))}
          >
            {WAYS.map((one) => (
              <option key={one} value={one}>
                {t.ways[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <WayFields key={way} form={form} way={way} disabled={disabled} onChange={onChange} />
      <div className="inline-form">
        <Field label={t.skipFirst}>
          {(ids) => (
            <input
              {...ids}
              className="input small"
              inputMode="numeric"
              disabled={disabled}
              value={form.skip?.first ?? ''}
              onChange={(event) => onChange(withSkip(form, { first: Number(event.target.value) || 0 }))}
            />
          )}
        </Field>
        <Field label={t.skipMatching}>
          {(ids) => (
            <textarea
              {...ids}
              className="input"
              rows={2}
              spellCheck={false}
              disabled={disabled}
              defaultValue={form.skip?.matching?.join('\n') ?? ''}
              onBlur={(event) =>
                onChange(
                  withSkip(form, { matching: event.target.value.split('\n').filter((one) => one !== '') }),
                )
              }
            />
          )}
        </Field>
        <button type="button" className="button" disabled={disabled || !isStated(form)} onClick={onShow}>
          {t.showLines}
        </button>
      </div>
      {firstLine !== '' && (
        <label className="check">
          <input
            type="checkbox"
            disabled={disabled}
            checked={form.begins !== undefined}
            onChange={(event) => {
              const { begins: _begins, ...rest } = form;
              onChange(event.target.checked ? { ...rest, begins: firstLine } : rest);
            }}
          />
          {t.begins} <code className="anywhere">{firstLine}</code>
        </label>
      )}
    </section>
  );
}

function WayFields({
  form,
  way,
  disabled,
  onChange,
}: Pick<Props, 'form' | 'disabled' | 'onChange'> & { way: Way }) {
  if (way === 'pattern') {
    return (
      <Field label={t.pattern} help={t.patternHelp}>
        {(ids) => (
          <input
            {...ids}
            className="input line-words"
            spellCheck={false}
            disabled={disabled}
            value={form.pattern ?? ''}
            onChange={(event) => onChange({ ...form, pattern: event.target.value })}
          />
        )}
      </Field>
    );
  }
  if (way === 'fixed') {
    return (
      <Field label={t.places}>
        {(ids) => (
          <textarea
            {...ids}
            className="input"
            rows={4}
            spellCheck={false}
            disabled={disabled}
            defaultValue={writePlaces(form.fixed ?? {})}
            onBlur={(event) => onChange({ ...form, fixed: parsePlaces(event.target.value) })}
          />
        )}
      </Field>
    );
  }
  const { by, names } = form.delimited ?? { by: ' ', names: [] };
  return (
    <>
      <Field label={t.delimiter} help={t.delimiterHelp}>
        {(ids) => (
          <input
            {...ids}
            className="input small"
            disabled={disabled}
            value={by}
            onChange={(event) => onChange({ ...form, delimited: { by: event.target.value, names } })}
          />
        )}
      </Field>
      <Field label={t.fieldNames}>
        {(ids) => (
          <input
            {...ids}
            className="input line-words"
            disabled={disabled}
            defaultValue={names.join(', ')}
            onBlur={(event) =>
              onChange({ ...form, delimited: { by, names: parseWords(event.target.value) ?? [] } })
            }
          />
        )}
      </Field>
    </>
  );
}
