import { z } from 'zod';

export const text = z.string().min(1);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const count = z.int().min(0);
