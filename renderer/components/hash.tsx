import { shortenHash } from '../data/format.ts';
import { words } from '../strings/words.ts';
import { copyText } from './copy.ts';

/** Shortened in the middle, copied whole. */
export function Hash({ value, label }: { value: string; label?: string }) {
  return (
    <button
      type="button"
      className="hash"
      title={`${value}\n${words.copyWhole}`}
      aria-label={`${label ?? words.hash} ${shortenHash(value)}, ${words.copyWhole}`}
      onClick={() => void copyText(value, words.copiedHash)}
    >
      {shortenHash(value)}
    </button>
  );
}
