import type { ReactElement } from 'react';
import { EMPTY_SIGN, type Kind, NULL_SIGN, showValue } from '../data/value.ts';
import { words } from '../strings/words.ts';

/** A value as data: null as ∅, empty as "", both with a name for the screen reader. */
export function Value({ value, kind, zone }: { value: unknown; kind: Kind; zone: string }) {
  return <>{valueContent(value, kind, zone)}</>;
}

/** The same for many at once: text, or a sign that is as wide as one letter or two. */
export function valueContent(value: unknown, kind: Kind, zone: string): string | ReactElement {
  if (value === null || value === undefined) return MISSING;
  if (value === '') return EMPTY;
  return showValue(value, kind, zone);
}

function Sign({ sign, name }: { sign: string; name: string }) {
  return (
    <span className="null">
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{name}</span>
    </span>
  );
}

const MISSING = <Sign sign={NULL_SIGN} name={words.missing} />;
const EMPTY = <Sign sign={EMPTY_SIGN} name={words.empty} />;
