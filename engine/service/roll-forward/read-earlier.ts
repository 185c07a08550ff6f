import type { PbcItem } from '#shared/contract/intake-schemas.ts';
import type { Methodology } from '#shared/contract/sampling-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type EarlierEngagement, sourcePath, type WorkOptions } from '#engine/engagement/index.ts';
import { currentMappings, type IdentityDecision, listDecisions, type Mapping } from '#engine/intake/index.ts';
import { listItems } from '#engine/requests/index.ts';
import { listProcedures, type OwnVersion, ownVersions } from '#engine/runner/index.ts';
import type { Session } from '#engine/store/index.ts';
import { type KeptControl, keptControls, ownMethodologies } from '#engine/workpapers/index.ts';
import { storedProfiles } from '../chain-profiles.ts';
import { verifyEngagementChains } from '../chains.ts';

type Parameters = Record<string, string | number | boolean>;

/** What an engagement hands on to the next period, beside its findings. */
export interface Carried {
  parameters: Parameters;
  /** Overrides of procedures that this build does not have. */
  dropped: string[];
  mappings: Mapping[];
  profiles: string[];
  methodologies: Methodology[];
  own: OwnVersion[];
  items: PbcItem[];
  controls: KeptControl[];
  decisions: IdentityDecision[];
  /** Heads of the chains that were seen and not broken. */
  anchors: { chain: string; count: number; head: string }[];
  /** Chains that were broken: their heads prove nothing. */
  broken: string[];
  /** Files that say when work is done, and on which days it is not. */
  hours: { path: string; sha256: string; reader: string }[];
}

const HOURS: ReadonlySet<string> = new Set(['business_hours', 'holidays']);

/** Values that procedures were last run with and that are not the default, over those of the settings. */
async function overrides(
  session: Session,
  settings: Parameters,
  own: readonly OwnVersion[],
): Promise<Pick<Carried, 'parameters' | 'dropped'>> {
  const procedures = [...listProcedures(), ...own.map(({ procedure }) => procedure)];
  const specs = new Map(
    procedures.flatMap(({ meta }) => [
      [`${meta.id}.off`, null],
      ...Object.entries(meta.params).map(([name, spec]) => [`${meta.id}.${name}`, spec] as const),
    ]) as [string, { default: unknown } | null][],
  );
  const runs = await session.rows(
    `SELECT procedure, params FROM work.runs WHERE status <> 'not_run'
     QUALIFY row_number() OVER (PARTITION BY procedure ORDER BY run_id DESC) = 1 ORDER BY procedure`,
  );
  const given: Parameters = { ...settings };
  for (const { procedure, params } of runs) {
    for (const [name, value] of Object.entries(JSON.parse(String(params)) as Parameters)) {
      const key = `${String(procedure)}.${name}`;
      if (Object.hasOwn(given, key) || value !== specs.get(key)?.default) given[key] = value;
    }
  }
  const known = Object.entries(given).filter(([key]) => specs.has(key));
  return {
    parameters: Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1))),
    dropped: Object.keys(given)
      .filter((key) => !specs.has(key))
      .sort(),
  };
}

async function chainHeads(
  earlier: EarlierEngagement,
  work: WorkOptions,
): Promise<Pick<Carried, 'anchors' | 'broken'>> {
  const chains = await verifyEngagementChains(earlier, work).catch((error: unknown) => {
    if (error instanceof TickmarkError && error.code === 'DATA_MISSING') return [];
    throw error;
  });
  return {
    anchors: chains.flatMap(({ chain, events, verdict, head }) =>
      head === null || verdict === 'broken' || events === 0 ? [] : [{ chain, count: events, head }],
    ),
    broken: chains.filter(({ verdict }) => verdict === 'broken').map(({ chain }) => chain),
  };
}

async function hoursFiles(session: Session, sourcesDir: string): Promise<Carried['hours']> {
  const rows = await session.rows(
    `SELECT name, sha256, reader, receipt->>'$.tables[*]' AS tables FROM work.sources
     WHERE superseded_by IS NULL AND reader IS NOT NULL ORDER BY position`,
  );
  return rows.flatMap(({ name, sha256, reader, tables }) => {
    const loaded = tables as string[];
    if (loaded.length === 0 || !loaded.every((table) => HOURS.has(table))) return [];
    const path = sourcePath(sourcesDir, String(sha256), String(name));
    return [{ path, sha256: String(sha256), reader: String(reader) }];
  });
}

/** Reads all of it and checks it on the way: the folder may come from somebody else. */
export async function readEarlier(earlier: EarlierEngagement, work: WorkOptions): Promise<Carried> {
  const { store, settings, sourcesDir } = earlier;
  const heads = await chainHeads(earlier, work);
  return store.use(async (session) => {
    const own = (await ownVersions(session)).filter(({ in_force }) => in_force);
    return {
      ...(await overrides(session, settings.parameters, own)),
      mappings: await currentMappings(session),
      methodologies: await ownMethodologies(session),
      profiles: (await storedProfiles(session)).map(({ yaml }) => yaml),
      own,
      items: await listItems(session),
      controls: await keptControls(session),
      decisions: await listDecisions(session),
      ...heads,
      hours: await hoursFiles(session, sourcesDir),
    };
  });
}
