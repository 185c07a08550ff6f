import type { ChainAnchor } from '#engine/integrity/index.ts';
import type { ProcedureContext } from './types.ts';

/** Anchors that were imported as evidence: those for this log, and those that name none. */
export async function importedAnchors(
  query: ProcedureContext['query'],
  chain: string,
): Promise<ChainAnchor[]> {
  const rows = await query(
    'SELECT event_count, head FROM chain_anchors WHERE chain IS NULL OR chain = $chain ORDER BY event_count, head',
    { chain },
  );
  return rows.map((row) => ({
    chain,
    count: Number(row['event_count']),
    head: String(row['head']),
    origin: 'statement',
    verified: false,
  }));
}
