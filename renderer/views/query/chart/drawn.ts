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
