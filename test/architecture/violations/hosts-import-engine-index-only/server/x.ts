import type { Y } from '../engine/findings/y.ts';

export type X = Y;
