import type { ChainAnchor } from '#engine/integrity/index.ts';
import type { ProcedureContext } from './types.ts';

/** Anchors that were imported as evidence, of any log. */
export async function importedAnchors(query: ProcedureContext['query']): Promise<ChainAnchor[]> {
  const rows = await query(
    'SELECT chain, event_count, head FROM chain_anchors ORDER BY event_count, head, chain',
  );
  return rows.map((row) => ({
    chain: row['chain'] === null ? null : String(row['chain']),
    count: Number(row['event_count']),
    head: String(row['head']),
    origin: 'statement',
    verified: false,
  }));
}
