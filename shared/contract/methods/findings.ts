import * as z from 'zod/mini';
import { DISPOSITIONS } from '../../model/vocabulary.ts';
import * as s from '../schemas.ts';
import { type MethodSpec, text } from './spec.ts';

/** What a host can ask about findings. */
export const findings = {
  'findings.list': {
    params: z.object({ procedure: z.optional(text) }),
    result: z.object({ findings: z.array(s.findingView) }),
  },
  /** The same findings as a paged result, for tables of any size. */
  'findings.open': { params: z.object({ procedure: z.optional(text) }), result: s.resultHandle },
  'findings.detail': { params: z.object({ finding_id: text }), result: s.findingDetail },
  'findings.dispose': {
    params: z.object({
      finding_ids: z.array(text),
      disposition: z.enum(DISPOSITIONS),
      note: z.optional(z.string()),
    }),
    result: z.object({ changed: z.number() }),
  },
} as const satisfies Record<string, MethodSpec>;
