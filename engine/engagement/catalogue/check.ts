import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';
import { EARLIER_MACROS } from './earlier.ts';
import { OWN_CATALOGUE } from './generated.ts';
import { catalogueObjects, digestOf } from './objects.ts';

/** Raw tables are made at intake from what no reader claims: text columns and nothing that computes. */
const RAW_TABLE =
  /^CREATE TABLE "?raw"?\.("(?:[^"]|"")+"|\w+)\s*\((?:("(?:[^"]|"")+"|\w+) (?:VARCHAR|BIGINT)(?:, )?)+\);?$/;

/** How the macros of a database stand to those of this build. */
export interface MacroState {
  /** All are those of this build, and no other is there. */
  stands: boolean;
  /** Keys of macros that earlier releases made and this build does not. */
  earlier: string[];
}

/**
 * A received database is untrusted: a macro named `lower` overrides the built-in, a view named `findings` can read or write
 * elsewhere. So every object in it must be one that this build's own DDL makes, letter for letter; only a macro of a known
 * name may have another text, because it is made anew before anything asks it. Throws ENGAGEMENT_UNTRUSTED.
 */
export async function requireOwnCatalogue(session: Session, known = EARLIER_MACROS): Promise<MacroState> {
  const found = await catalogueObjects(session);
  const present = new Set(found.map(({ key }) => key));
  const missing = Object.keys(OWN_CATALOGUE).filter((key) => !present.has(key));
  const missingTables = missing.filter((key) => key.startsWith('table '));
  if (missingTables.length > 0) {
    throw new TickmarkError(
      'ENGAGEMENT_UNTRUSTED',
      `the database lacks what Tickmark made: ${missingTables[0]!}`,
      { hint: 'Make a new engagement and import the files under sources/ again.', details: missingTables },
    );
  }
  const others = found.filter((item) =>
    item.schema === 'raw' && item.key.startsWith('table ')
      ? !RAW_TABLE.test(item.text)
      : OWN_CATALOGUE[item.key] !== digestOf(item),
  );
  const earlier = others.filter((item) => known[item.key]?.includes(digestOf(item))).map(({ key }) => key);
  const outdated = (key: string) => key.startsWith('macro ') && Object.hasOwn(OWN_CATALOGUE, key);
  const foreign = others.map(({ key }) => key).filter((key) => !outdated(key) && !earlier.includes(key));
  if (foreign.length > 0) {
    throw new TickmarkError(
      'ENGAGEMENT_UNTRUSTED',
      `the database holds what Tickmark did not make: ${foreign[0]!}`,
      { hint: 'Make a new engagement and import the files under sources/ again.', details: foreign },
    );
  }
  return { stands: others.length === 0 && missing.length === 0, earlier };
}

const MACRO_KEY = /^macro \((table_)?macro\) main\.([a-z_]+)$/;

/** Takes out macros of earlier releases. */
export async function dropEarlierMacros(session: Session, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const [, table, name] = MACRO_KEY.exec(key) ?? [];
    if (name === undefined) throw new Error(`${key} is no macro of ours`);
    await session.run(`DROP MACRO ${table === undefined ? '' : 'TABLE '}main.${name}`);
  }
}
