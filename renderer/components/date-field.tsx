import { isDay } from '#shared/model/day.ts';
import { words } from '../strings/words.ts';
import { TextField } from './text-field.tsx';

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
    <TextField
      label={label}
      help={help}
      look="day"
      placeholder={words.dayForm}
      invalid={value !== '' && !isDay(value)}
      value={value}
      onChange={(text) => onChange(text.trim())}
    />
  );
}
