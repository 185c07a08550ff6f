import type { Column } from '../../../data/rows.ts';

/** A column as an axis names it: moments are told in a zone, and which one is said. */
export const axisName = ({ name, kind }: Column, zone: string): string =>
  kind === 'instant' ? `${name}, ${zone}` : name;

/** One value across, its place on a scale, its figure, and the rows behind it. */
export interface Figure {
  label: string | null;
  place: number | null;
  figure: number;
  sql: string;
}

/** What the pictures of figures have in common. */
export interface Drawn {
  name: string;
  across: string;
  upward: string;
  time: boolean;
  figures: readonly Figure[];
}
