import { isDay } from '#shared/model/day.ts';
import { Field } from './field.tsx';
import { words } from '../strings/words.ts';

/** A day as it is written everywhere else here; the browser's own field would follow the machine's habits. */
export function DateField({
  label,
  help,
  value,
  onChange,
}: {
  label: string;
  help?: string;
  value: string;
  onChange: (text: string) => void;
}) {
  return (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {(ids) => (
        <input
          {...ids}
          className="input day"
          placeholder={words.dayForm}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={value !== '' && !isDay(value)}
          value={value}
          onChange={(event) => onChange(event.target.value.trim())}
        />
      )}
    </Field>
  );
}
