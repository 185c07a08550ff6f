import type * as z from 'zod/mini';
import { analysis } from './methods/analysis.ts';
import { access } from './methods/access.ts';
import { attachments } from './methods/attachments.ts';
import { controls } from './methods/controls.ts';
import { engagement } from './methods/engagement.ts';
import { evidence } from './methods/evidence.ts';
import { findings } from './methods/findings.ts';
import { intake } from './methods/intake.ts';
import { identities } from './methods/identities.ts';
import { integrity } from './methods/integrity.ts';
import { mapping } from './methods/mapping.ts';
import { outbox } from './methods/outbox.ts';
import { overview } from './methods/overview.ts';
import { pbc } from './methods/pbc.ts';
import { places } from './methods/places.ts';
import { procedures } from './methods/procedures.ts';
import { query } from './methods/query.ts';
import { reports } from './methods/reports.ts';
import { sampling } from './methods/sampling.ts';
import { signoff } from './methods/signoff.ts';
import type { MethodSpec } from './methods/spec.ts';

export type { MethodSpec, PathUse } from './methods/spec.ts';

/** THE contract: everything that a host can ask of the engine, one file an area. */
export const methods = {
  ...engagement,
  ...intake,
  ...mapping,
  ...pbc,
  ...integrity,
  ...procedures,
  ...findings,
  ...access,
  ...query,
  ...analysis,
  ...identities,
  ...places,
  ...reports,
  ...overview,
  ...evidence,
  ...outbox,
  ...signoff,
  ...attachments,
  ...sampling,
  ...controls,
} as const satisfies Record<string, MethodSpec>;

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = z.input<(typeof methods)[M]['params']>;
export type ParsedParams<M extends MethodName> = z.output<(typeof methods)[M]['params']>;
export type Result<M extends MethodName> = z.output<(typeof methods)[M]['result']>;
