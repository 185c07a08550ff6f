import type { EvidencePredicate, Json } from '#engine/evidence/index.ts';
import type { EvidenceContent } from './gather.ts';

/** What the preparer's statement says of the evidence, beside the digests. */
export function predicate(content: EvidenceContent, toolVersion: string): EvidencePredicate {
  return {
    engine_version: toolVersion,
    as_of: content.moments.as_of,
    procedures: content.runs.map(({ procedure, version, digest }) => ({
      id: procedure,
      version: String(version),
      sha256: digest,
    })),
    parameters: Object.fromEntries(content.runs.map(({ procedure, params }) => [procedure, params as Json])),
    sources: content.sources.map(({ name, sha256 }) => ({ name, sha256 })),
    chain_heads: content.chains.map(({ chain, events, head }) => ({ chain, events, head })),
  };
}
