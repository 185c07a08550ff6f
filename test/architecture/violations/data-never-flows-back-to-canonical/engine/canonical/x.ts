import type { Y } from '../intake/y.ts';

export type X = Y;
