import { documentSchema } from '#engine/evidence/content/documents/index.ts';
import { DOCUMENT_NAMES } from '#engine/evidence/format/documents.ts';

/** The JSON Schemas of the documents of a package, as the specification publishes them. */
export function generateDocumentSchemas(): { path: string; text: string }[] {
  return DOCUMENT_NAMES.map((name) => ({
    path: `docs/spec/schemas/${name}.schema.json`,
    text: `${JSON.stringify(documentSchema(name), null, 2)}\n`,
  }));
}

const WORDS = new Set(['title', 'description', 'default', '$schema']);

/** Without the words: keywords stand in schemas, and members that are called like one in `properties` and `$defs`. */
function bare(value: unknown, names = false): unknown {
  if (Array.isArray(value)) return value.map((each) => bare(each));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => names || !WORDS.has(key));
  return Object.fromEntries(
    kept.map(([key, each]) => [key, bare(each, !names && (key === 'properties' || key === '$defs'))]),
  );
}

/** The same as the verifier carries them. */
export function generateVerifierSchemas(): { path: string; text: string } {
  const schemas = DOCUMENT_NAMES.map(
    (name) => `  ${JSON.stringify(name)}: ${JSON.stringify(bare(documentSchema(name)))},\n`,
  );
  return {
    path: 'engine/evidence/verify/schemas/generated/schemas.ts',
    text: `/** Generated from the schemas in engine/evidence/content/documents. Edit these, then run the generator. */\nimport type { DocumentName } from '../../../format/documents.ts';\nimport type { Schema } from '../compile.ts';\n\nexport const SCHEMAS: Record<DocumentName, Schema> = {\n${schemas.join('')}};\n`,
  };
}
