export type Y = import('../analysis/y.ts').Y;
