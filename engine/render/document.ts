import type { VerdictMark } from '#shared/model/vocabulary.ts';

/** A document as blocks in reading order; how they look is the renderer's affair. */
export type Block =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'paragraph'; text: string; tone?: 'plain' | 'quiet' }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'facts'; rows: readonly (readonly [string, string])[] }
  | { kind: 'verdict'; mark: VerdictMark; text: string }
  | { kind: 'table'; columns: readonly TableColumn[]; rows: readonly (readonly string[])[] }
  | { kind: 'bars'; rows: readonly { label: string; value: string; share: number }[] }
  | LineChart
  | { kind: 'code'; title: string; text: string }
  | { kind: 'page' };

/** A value at equal intervals. What it shows must also stand in words or figures beside it. */
export interface LineChart {
  kind: 'line';
  /** For who cannot see it. */
  description: string;
  points: readonly { label: string; value: number }[];
}

export interface TableColumn {
  header: string;
  /** Share of the page's width; the shares of a table add up to 1. Figures and ids get more where they need it. */
  share: number;
  align?: 'left' | 'right';
  /** Ids, hashes and the like. */
  mono?: boolean;
  /** The cell is the name of a verdict mark: drawn as a shape, with its word. */
  mark?: boolean;
}

export interface EvidenceDocument {
  title: string;
  subtitle: string;
  /** Stands in the foot of each page. */
  footer: string;
  /** Facts of the cover, and the verdicts in a line each. */
  cover: readonly (readonly [string, string])[];
  verdicts: readonly { mark: VerdictMark; text: string }[];
  blocks: readonly Block[];
}
