import { z } from 'zod';
import { trailsReport } from '#shared/contract/integrity-schemas.ts';
import { chainReport, period, reportModel, scalar } from '#shared/contract/schemas.ts';
import { sha256, text } from './parts.ts';

/** data/parameters.json. */
export const parametersDocument = z.strictObject({
  format: z.literal('tickmark-parameters/1'),
  client: z.string(),
  kind: z.enum(['internal', 'external']),
  period,
  as_of: text,
  timezone: text,
  parameters: z.record(z.string(), scalar),
  canonical_sha256: sha256.describe('Of procedures/canonical.sql'),
  chain_profiles: z.array(z.strictObject({ name: text, yaml: z.string() })),
});

/** data/integrity.json. */
export const integrityDocument = z.strictObject({
  format: z.literal('tickmark-integrity/1'),
  chains: z.array(chainReport),
  cloudtrail: z.nullable(trailsReport),
});

/** data/reports/<report>.json. */
export const reportDocument = reportModel;

/** data/findings.schema.json: it is not used for checking anything. */
export const schemaDocument = z.looseObject({
  $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
});

const entity = z.looseObject({ '@id': text, '@type': z.union([text, z.array(text)]) });

/** data/ro-crate-metadata.json: JSON-LD, whose vocabulary is open. */
export const crateDocument = z.strictObject({
  '@context': z.literal('https://w3id.org/ro/crate/1.1/context'),
  '@graph': z.array(entity).min(1),
});
