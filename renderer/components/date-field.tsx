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

/** A day that the calendar has, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
