import type { Y } from '../../engine/y.ts';

export type X = Y;
