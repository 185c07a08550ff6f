import { z } from 'zod';
import { pbcList, sourceSheet, sourceStatement } from '#shared/contract/intake-schemas.ts';
import { receiptView } from '#shared/contract/schemas.ts';
import { count, sha256, text } from './parts.ts';

/** data/sources.json: the files as received, in order of import. */
export const sourcesDocument = z.strictObject({
  format: z.literal('tickmark-sources/1'),
  sources: z.array(
    z.strictObject({
      position: count,
      source_id: text.describe('Receipt of the file: receipts/<source_id>.json'),
      sha256,
      name: text.describe('Name in the package: sources/<sha256>/<name>'),
      original_name: text,
      size_bytes: count,
      reader: z.string().nullable().describe('null: no reader claims the file'),
      included: z.boolean().describe('Whether the file itself is in the package'),
    }),
  ),
});

/** data/receipts/<source>.json: what was read from a file, and what people state about it. */
export const receiptDocument = z.strictObject({
  ...receiptView.shape,
  sheet: z
    .optional(z.nullable(sourceSheet))
    .describe('The sheet on information that the company supplied; the first builds wrote none'),
});

/** data/statements.json. */
export const statementsDocument = z.strictObject({
  format: z.literal('tickmark-statements/1'),
  statements: z.array(z.strictObject({ source_id: text, statement: sourceStatement })),
  superseded: z
    .array(z.strictObject({ source_id: text, file: text, sha256, superseded_by: text }))
    .describe('Files that were replaced'),
});

/** data/mappings.json; the mappings themselves lie in data/mappings/. */
export const mappingsDocument = z.strictObject({
  format: z.literal('tickmark-mappings/1'),
  mappings: z.array(z.strictObject({ id: text, version: z.int().min(1), sha256, yaml: z.string() })),
});

/** data/identities.json: accounts that a person confirmed to be somebody's, or refused. */
export const identitiesDocument = z.strictObject({
  format: z.literal('tickmark-identities/1'),
  decisions: z.array(
    z.strictObject({
      system: z.string(),
      account_id: z.string(),
      identity_id: z.string(),
      decision: z.enum(['same', 'different']),
      note: z.string().nullable(),
    }),
  ),
});

/** data/pbc.json: what was asked of the client and what came. */
export const pbcDocument = z.strictObject({ format: z.literal('tickmark-pbc/1'), ...pbcList.shape });
