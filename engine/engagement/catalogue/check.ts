import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';
import { type Layout, OWN_LAYOUT } from './layouts.ts';
import { catalogueObjects, type Digests, digestOf } from './objects.ts';

/** Raw tables are made at intake from what no reader claims: text columns and nothing that computes. */
const RAW_TABLE =
  /^CREATE TABLE "?raw"?\.("(?:[^"]|"")+"|\w+)\s*\((?:("(?:[^"]|"")+"|\w+) (?:VARCHAR|BIGINT)(?:, )?)+\);?$/;

/** How a database stands to what this build makes. */
export interface CatalogueState {
  /** Layout of its tables; lower than this build's = it must be migrated. */
  version: number;
  /** All macros are those of this build, and no other is there. */
  stands: boolean;
  /** Keys of macros that earlier releases made and this build does not. */
  earlier: string[];
}

/** What is neither a macro nor a table of text, by key with its digest. */
type Found = ReadonlyMap<string, string>;

const isMacro = (key: string): boolean => key.startsWith('macro ');
const tablesOf = (own: Digests): [string, string][] => Object.entries(own).filter(([key]) => !isMacro(key));

function faultsOf(found: Found, own: Digests): { missing: string[]; foreign: string[] } {
  const tables = tablesOf(own);
  return {
    missing: tables.filter(([key]) => !found.has(key)).map(([key]) => key),
    foreign: [...found].filter(([key, digest]) => own[key] !== digest).map(([key]) => key),
  };
}

/** The layout whose tables these are, letter for letter, the build's own first. Throws ENGAGEMENT_TOO_NEW, ENGAGEMENT_UNTRUSTED. */
async function layoutOf(session: Session, found: Found, layout: Layout): Promise<number> {
  const faults = faultsOf(found, layout.own);
  if (faults.missing.length + faults.foreign.length === 0) return layout.version;
  for (const [version, own] of Object.entries(layout.earlier)) {
    const { missing, foreign } = faultsOf(found, own);
    if (missing.length + foreign.length === 0) return Number(version);
  }
  await refuseNewer(session, found, layout);
  const { missing, foreign } = faults;
  throw new TickmarkError(
    'ENGAGEMENT_UNTRUSTED',
    missing.length > 0
      ? `the database lacks what Tickmark made: ${missing[0]!}`
      : `the database holds what Tickmark did not make: ${foreign[0]!}`,
    {
      hint: 'Make a new engagement and import the files under sources/ again.',
      details: missing.length > 0 ? missing : foreign,
    },
  );
}

const VERSION_TABLE = 'table work.schema_version';

/** The statement calls no function: a macro of the database could override it. */
async function refuseNewer(session: Session, found: Found, { own, version }: Layout): Promise<void> {
  if (found.get(VERSION_TABLE) !== own[VERSION_TABLE]) return;
  const row = await session.one('SELECT version FROM work.schema_version ORDER BY version DESC LIMIT 1');
  const theirs = Number(row?.['version'] ?? 0);
  if (theirs <= version) return;
  throw new TickmarkError(
    'ENGAGEMENT_TOO_NEW',
    `the engagement was written by a newer version (layout ${theirs})`,
    { hint: `This build understands layouts up to ${version}. Install the newer version to open it.` },
  );
}

/**
 * A received database is untrusted: a macro named `lower` overrides the built-in, a view named `findings` can read or write
 * elsewhere. So every object in it must be one that this build's own DDL makes, or made in an earlier layout, letter for
 * letter; only a macro of a known name may have another text, because it is made anew before anything asks it.
 * Throws ENGAGEMENT_UNTRUSTED, ENGAGEMENT_TOO_NEW.
 */
export async function requireOwnCatalogue(
  session: Session,
  layout: Layout = OWN_LAYOUT,
): Promise<CatalogueState> {
  const objects = (await catalogueObjects(session)).filter(
    ({ schema, key, text }) => !(schema === 'raw' && key.startsWith('table ') && RAW_TABLE.test(text)),
  );
  const others = new Map(
    objects.filter(({ key }) => !isMacro(key)).map((item) => [item.key, digestOf(item)]),
  );
  const version = await layoutOf(session, others, layout);
  const macros = objects.filter(({ key }) => isMacro(key));
  const unknown = macros.filter((item) => layout.own[item.key] !== digestOf(item));
  const earlier = unknown
    .filter((item) => layout.earlierMacros[item.key]?.includes(digestOf(item)))
    .map(({ key }) => key);
  const foreign = unknown
    .map(({ key }) => key)
    .filter((key) => !Object.hasOwn(layout.own, key) && !earlier.includes(key));
  if (foreign.length > 0) {
    throw new TickmarkError(
      'ENGAGEMENT_UNTRUSTED',
      `the database holds what Tickmark did not make: ${foreign[0]!}`,
      { hint: 'Make a new engagement and import the files under sources/ again.', details: foreign },
    );
  }
  const present = new Set(macros.map(({ key }) => key));
  const complete = Object.keys(layout.own).every((key) => !isMacro(key) || present.has(key));
  return {
    version,
    stands: version === layout.version && unknown.length === 0 && complete,
    earlier,
  };
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
