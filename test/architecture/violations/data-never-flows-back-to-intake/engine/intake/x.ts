import type { Y } from '../runner/y.ts';

export type X = Y;
