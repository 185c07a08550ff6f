export const DOCUMENT_NAMES = [
  'attachments',
  'controls',
  'findings',
  'findings-schema',
  'identities',
  'integrity',
  'mappings',
  'oscal-assessment-results',
  'parameters',
  'pbc',
  'receipt',
  'report',
  'ro-crate-metadata',
  'runs',
  'samples',
  'sources',
  'statements',
] as const;
/** A document of the payload, by the name of its schema: docs/spec/schemas/<name>.schema.json. */
export type DocumentName = (typeof DOCUMENT_NAMES)[number];

/** Where a document holds the list that can be long, as a path of members; its entries are checked piece by piece. */
export const LONG_LISTS: Partial<Record<DocumentName, readonly (string | number)[]>> = {
  findings: ['findings'],
  'oscal-assessment-results': ['assessment-results', 'results', 0, 'observations'],
  'ro-crate-metadata': ['@graph'],
  report: ['rows'],
  samples: ['samples'],
};

const FOLDERS: readonly [RegExp, DocumentName][] = [
  [/^data\/receipts\/[^/]+\.json$/, 'receipt'],
  [/^data\/reports\/[^/]+\.json$/, 'report'],
];

/** The parts of the payload where JSON is a statement of the package and not a file that somebody handed over. */
const STATED = /^data\/(?:[^/]+|receipts\/[^/]+|reports\/[^/]+)\.json$/;

/**
 * The schema that goes with a path: null for a JSON document that this version does not know, undefined for what is no
 * document of the package.
 */
export function documentOf(path: string): DocumentName | null | undefined {
  if (!STATED.test(path)) return undefined;
  if (path === 'data/findings.schema.json') return 'findings-schema';
  const inFolder = FOLDERS.find(([pattern]) => pattern.test(path));
  if (inFolder !== undefined) return inFolder[1];
  const name = path.slice('data/'.length, -'.json'.length);
  const singular = name === 'receipt' || name === 'report' || name === 'findings-schema';
  return singular ? null : (DOCUMENT_NAMES.find((known) => known === name) ?? null);
}
