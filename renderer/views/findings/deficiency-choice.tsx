import { DEFICIENCY_CLASSES, type DeficiencyClass } from '#shared/model/vocabulary.ts';
import { findingWords as t } from '../../strings/findings.ts';

/** The class of a deficiency, or none yet. */
export function DeficiencyChoice({
  value,
  onChange,
}: {
  value: DeficiencyClass | '';
  onChange: (value: DeficiencyClass | '') => void;
}) {
  return (
    <select
      className="input"
      aria-label={t.deficiency}
      value={value}
      onChange={(event) => onChange(event.target.value as DeficiencyClass | '')}
    >
      <option value="">{t.unclassified}</option>
      {DEFICIENCY_CLASSES.map((name) => (
        <option key={name} value={name}>
          {t.deficiencies[name]}
        </option>
      ))}
    </select>
  );
}
