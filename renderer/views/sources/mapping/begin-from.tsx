import type { MappingView } from '#shared/contract/intake-schemas.ts';
import { go } from '../../../app/places.ts';
import { Field } from '../../../components/field.tsx';
import { mappingWords as t } from '../../../strings/mapping.ts';

/** Takes a kept mapping into the editor: what is saved then is its next version. */
export function BeginFrom({
  source,
  kept,
  disabled,
}: {
  source: string;
  kept: readonly MappingView[];
  disabled: boolean;
}) {
  if (kept.length === 0) return null;
  return (
    <div className="inline-form">
      <Field label={t.beginFrom}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            disabled={disabled}
            value=""
            onChange={(event) => go('sources', { map: source, mapping: event.target.value })}
          >
            <option value="">{t.beginFromNone}</option>
            {kept.map(({ id, title }) => (
              <option key={id} value={id}>
                {id}: {title}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
