import { Field } from './field.tsx';

/** One line of text under its label. */
export function TextField({
  label,
  help,
  value,
  onChange,
  placeholder,
  invalid,
  look,
}: {
  label: string;
  help?: string | undefined;
  value: string;
  onChange: (text: string) => void;
  placeholder?: string;
  invalid?: boolean;
  /** What narrows or widens it: a class beside that of every input. */
  look?: 'day' | 'mono wide';
}) {
  return (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {(ids) => (
        <input
          {...ids}
          className={look === undefined ? 'input' : `input ${look}`}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={invalid}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
