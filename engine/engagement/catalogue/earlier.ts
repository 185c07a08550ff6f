import type { Digests } from './objects.ts';

/**
 * Macros that earlier releases made and this build does not, by name and SHA-256 of their stored texts: they are taken out
 * when an engagement is opened. Who removes or renames a shared question after a release adds what `generated.ts` said of it.
 */
export const EARLIER_MACROS: Readonly<Record<string, readonly string[]>> = {};

/**
 * Tables of earlier layouts by version: a database that holds exactly these is brought to this build's by its migrations.
 * Who adds a migration after a release adds what `generated.ts` said of the tables before.
 */
export const EARLIER_LAYOUTS: Readonly<Record<number, Digests>> = {};
