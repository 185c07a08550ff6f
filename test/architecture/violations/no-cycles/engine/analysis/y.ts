import type { X } from './x.ts';

export type Y = X | 1;
