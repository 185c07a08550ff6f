import type { ReactNode } from 'react';

/** How a column reads, where that is more than its data. */
export interface ColumnLook {
  /** Heading, where the column's own name is not for reading. */
  title?: string;
  width?: number;
  hidden?: boolean;
  mono?: boolean;
  /** How a value reads; by default as data of its type. */
  render?: (value: unknown) => ReactNode;
  /** Pixels that what `render` draws takes at most, where that is no text: in less room it is cut off. */
  room?: number;
  /** Choices for the filter, where the values are few. */
  choices?: readonly string[];
}
