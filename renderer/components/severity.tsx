import { SEVERITIES, type Severity } from '#shared/model/vocabulary.ts';
import { words } from '../strings/words.ts';

/** Four steps that survive greyscale: as many filled bars as the step is high. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const filled = SEVERITIES.length - SEVERITIES.indexOf(severity);
  return (
    <span className={`severity ${severity}`}>
      <span className="bars" aria-hidden="true">
        {SEVERITIES.map((step, i) => (
          <i key={step} className={i < filled ? 'on' : undefined} />
        ))}
      </span>
      {words.severity[severity]}
    </span>
  );
}
