export type { Z as Y } from '#engine/store/z.ts';
