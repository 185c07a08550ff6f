import { z } from 'zod';
import type { DocumentName } from '../../format/documents.ts';
import { findingsDocument } from './findings.ts';
import { oscalAssessmentResults } from './oscal.ts';
import {
  identitiesDocument,
  mappingsDocument,
  pbcDocument,
  receiptDocument,
  sourcesDocument,
  statementsDocument,
} from './received.ts';
import {
  crateDocument,
  integrityDocument,
  parametersDocument,
  reportDocument,
  schemaDocument,
} from './stated.ts';
import { attachmentsDocument, controlsDocument, runsDocument, samplesDocument } from './work.ts';

/** What the JSON documents of a package hold. The JSON Schemas of docs/spec/schemas are made from this. */
const DOCUMENTS: Record<DocumentName, { title: string; document: z.core.$ZodType }> = {
  attachments: { title: 'Files that back the work', document: attachmentsDocument },
  controls: { title: "The client's control matrix with its tests", document: controlsDocument },
  findings: { title: 'Findings', document: findingsDocument },
  'findings-schema': { title: 'The JSON Schema that a package carries', document: schemaDocument },
  identities: { title: 'Decisions on whose an account is', document: identitiesDocument },
  integrity: { title: 'Verdicts on hash chains and CloudTrail digests', document: integrityDocument },
  mappings: { title: 'Mappings by hand', document: mappingsDocument },
  'oscal-assessment-results': {
    title: 'OSCAL assessment results 1.1.1, as far as a package uses them',
    document: oscalAssessmentResults,
  },
  parameters: { title: 'Scope, moment and parameters', document: parametersDocument },
  pbc: { title: 'Requested items', document: pbcDocument },
  receipt: { title: 'Receipt of one file', document: receiptDocument },
  report: { title: 'Figures of one report', document: reportDocument },
  'ro-crate-metadata': { title: 'RO-Crate 1.1 metadata', document: crateDocument },
  runs: { title: 'Every procedure with its status', document: runsDocument },
  samples: { title: 'Samples with items and results', document: samplesDocument },
  sources: { title: 'The files as received', document: sourcesDocument },
  statements: { title: 'What people state about sources', document: statementsDocument },
};

/** JSON Schema (2020-12) of a document. Objects are closed unless their members depend on the evidence. */
export function documentSchema(name: DocumentName): Record<string, unknown> {
  const { title, document } = DOCUMENTS[name];
  return {
    title: `${title}: evidence package, format 1`,
    ...z.toJSONSchema(document, { target: 'draft-2020-12', io: 'output', reused: 'ref' }),
  };
}
