import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';
import { OWN_CATALOGUE } from './generated.ts';
import { catalogueObjects, digestOf } from './objects.ts';

/** Raw tables are made at intake from what no reader claims: text columns and nothing that computes. */
const RAW_TABLE =
  /^CREATE TABLE "?raw"?\.("(?:[^"]|"")+"|\w+)\s*\((?:("(?:[^"]|"")+"|\w+) (?:VARCHAR|BIGINT)(?:, )?)+\);?$/;

/**
 * A received database is untrusted: a macro named `lower` overrides the built-in, a view named `findings` can read or write
 * elsewhere. So every object in it must be one that this build's own DDL makes, letter for letter; only where it may be
 * written may a macro of a known name have another text, because it is made anew then. Answers whether all macros are
 * those of this build. Throws ENGAGEMENT_UNTRUSTED.
 */
export async function requireOwnCatalogue(session: Session, readOnly: boolean): Promise<boolean> {
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
  const outdated = (key: string) =>
    !readOnly && key.startsWith('macro ') && Object.hasOwn(OWN_CATALOGUE, key);
  const foreign = others.filter(({ key }) => !outdated(key)).map(({ key }) => key);
  if (foreign.length > 0) {
    throw new TickmarkError(
      'ENGAGEMENT_UNTRUSTED',
      `the database holds what Tickmark did not make: ${foreign[0]!}`,
      { hint: 'Make a new engagement and import the files under sources/ again.', details: foreign },
    );
  }
  return others.length === 0 && missing.length === 0;
}
