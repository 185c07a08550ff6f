import { parseProfile, type Profile } from '#engine/integrity/index.ts';
import type { ProcedureContext } from './types.ts';

/** Hash-chain profiles that were written for the logs of this engagement, by name. */
export async function ownProfiles(query: ProcedureContext['query']): Promise<Profile[]> {
  const rows = await query('SELECT yaml FROM work.chain_profiles ORDER BY name');
  return rows.map((row) => parseProfile(String(row['yaml'])));
}
