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
  /** Choices for the filter, where the values are few. */
  choices?: readonly string[];
}
