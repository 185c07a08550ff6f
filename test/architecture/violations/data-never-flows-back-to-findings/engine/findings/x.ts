import type { Y } from '../evidence/y.ts';

export type X = Y;
