import { Fragment, type ReactNode } from 'react';

/** A stretch of letters that are written from the right, or one sign that turns the direction of what follows. */
const TURNED =
  /([\u0590-\u061B\u061D-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]+(?:[ \u00A0]+[\u0590-\u061B\u061D-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]+)*|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069])/u;
const SIGN = /^[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]$/u;

/**
 * Bytes as text in the order in which they stand: words from the right keep to themselves, so that they turn neither
 * the commas nor the figures beside them, and signs that would turn a line are written out (UAX 9).
 */
export function RawText({ text }: { text: string }): ReactNode {
  return text.split(TURNED).map((part, at) => {
    const key = `${at} ${part}`;
    if (at % 2 === 0) return <Fragment key={key}>{part}</Fragment>;
    if (!SIGN.test(part)) return <bdi key={key}>{part}</bdi>;
    return (
      <span
        key={key}
        className="turning-sign"
      >{`U+${part.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`}</span>
    );
  });
}
