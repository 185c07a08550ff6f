import type { Y } from '../findings/y.ts';

export type X = Y;
