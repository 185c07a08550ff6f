import type { Extract } from './kit.ts';
import type { TextReader } from './text/kit.ts';

/** A reader as the generated registry embeds it. */
export interface EmbeddedReader {
  readonly folder: string;
  readonly yaml: string;
  readonly readme: string;
  readonly extract: Extract | null;
  /** Code for line-oriented text; readers have one of the two at most. */
  readonly text: TextReader | null;
}
