import type { Json } from '../kit.ts';

/** Something that could be a whole number of more than 15 digits. */
const LONG_NUMBER = /\d{16}/;

/** A whole number that a double cannot hold, as it stands between tokens. */
const TOKEN = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** JSON as values; whole numbers beyond 2^53 become their text, so that no digit is lost. Throws SyntaxError. */
export function parseExact(text: string): Json {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text) as Json;
  const kept = text.replace(TOKEN, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  );
  return JSON.parse(kept) as Json;
}
