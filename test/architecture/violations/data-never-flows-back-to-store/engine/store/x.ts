import type { Y } from '../canonical/y.ts';

export type X = Y;
