import type { TextFile } from '../file/unpack.ts';
import { withoutStart } from '../file/without-start.ts';

/** What PowerShell up to version 5 puts in front of the headings: `#TYPE System.Object`. */
const TYPE_LINE = /^"?#TYPE [^\r\n]*\r?\n/;

/** The text without PowerShell's type line; null where it has none. */
export async function withoutTypeLine(
  text: TextFile,
  start: string,
  scratch: string,
  signal?: AbortSignal,
): Promise<TextFile | null> {
  const found = TYPE_LINE.exec(start);
  return found && withoutStart(text, found[0], scratch, 'untyped', signal);
}
