import { type Migration, migrations } from '#engine/canonical/index.ts';
import { EARLIER_LAYOUTS, EARLIER_MACROS } from './earlier.ts';
import { OWN_CATALOGUE } from './generated.ts';
import type { Digests } from './objects.ts';

/** What a build makes in a database, and from which earlier databases it can bring it there. */
export interface Layout {
  version: number;
  migrations: readonly Migration[];
  /** Every object that this build makes. */
  own: Digests;
  /** Tables of earlier layouts by version. */
  earlier: Readonly<Record<number, Digests>>;
  /** Macros of earlier releases that this build does not make, each with the digests of its texts. */
  earlierMacros: Readonly<Record<string, readonly string[]>>;
}

export const OWN_LAYOUT: Layout = {
  version: migrations.at(-1)!.version,
  migrations,
  own: OWN_CATALOGUE,
  earlier: EARLIER_LAYOUTS,
  earlierMacros: EARLIER_MACROS,
};
