import { EMPTY_SIGN, type Kind, NULL_SIGN, showValue } from '../data/value.ts';
import { words } from '../strings/words.ts';

/** A value as data: null as ∅, empty as "", both with a name for the screen reader. */
export function Value({ value, kind, zone }: { value: unknown; kind: Kind; zone: string }) {
  if (value === null || value === undefined) return <Sign sign={NULL_SIGN} name={words.missing} />;
  if (value === '') return <Sign sign={EMPTY_SIGN} name={words.empty} />;
  return <>{showValue(value, kind, zone)}</>;
}

function Sign({ sign, name }: { sign: string; name: string }) {
  return (
    <span className="null">
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{name}</span>
    </span>
  );
}
