import { SIGN_ROLES, type SignRole } from '#shared/model/vocabulary.ts';
import { asRecord } from './dsse.ts';
import { decodeUtf8 } from './manifest.ts';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'urn:tickmark:evidence-package:1';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What the preparer states about how the evidence came about. Digests are SHA-256 in lower-case hex. */
export interface EvidencePredicate {
  engine_version: string;
  /** The date and time that counts as "now" in every conclusion, ISO 8601. */
  as_of: string;
  procedures: readonly { readonly id: string; readonly version: string; readonly sha256: string }[];
  parameters: { readonly [name: string]: Json };
  sources: readonly { readonly name: string; readonly sha256: string }[];
  chain_heads: readonly { readonly chain: string; readonly events: number; readonly head: string | null }[];
}

export interface Subject {
  /** Path relative to the bag. */
  name: string;
  sha256: string;
}

/** The first `bytes` bytes of signatures/report.pdf: the report with this role's signature at its end. */
export interface SignedReport {
  bytes: number;
  sha256: string;
}

/** in-toto Statement v1 with the Tickmark predicate. `evidence` is null in a reviewer's statement. */
export interface Statement {
  subjects: Subject[];
  role: SignRole;
  /** The signer's own word, ISO 8601 in UTC: proven only by a time token. */
  signed_at: string;
  evidence: EvidencePredicate | null;
  /** Null when there is no report, or the role's key cannot sign PDFs. */
  signed_report: SignedReport | null;
}

/** One subject per line, so that `sed` turns the list into the input of `sha256sum -c`. */
export function writeStatement(statement: Statement): Uint8Array {
  const subjects = statement.subjects.map(
    ({ name, sha256 }) => `    {"name":${JSON.stringify(name)},"digest":{"sha256":"${sha256}"}}`,
  );
  const { role, signed_at, evidence, signed_report } = statement;
  const predicate = {
    role,
    signed_at,
    ...(signed_report === null ? {} : { signed_report }),
    ...(evidence === null ? {} : { evidence }),
  };
  const text = [
    '{',
    `  "_type": ${JSON.stringify(STATEMENT_TYPE)},`,
    '  "subject": [',
    subjects.join(',\n'),
    '  ],',
    `  "predicateType": ${JSON.stringify(PREDICATE_TYPE)},`,
    `  "predicate": ${JSON.stringify(predicate)}`,
    '}',
    '',
  ].join('\n');
  return Buffer.from(text, 'utf8');
}

/** Reads a statement as far as verification needs it, or says why not. */
export function parseStatement(bytes: Uint8Array): { statement: Statement } | { problem: string } {
  let document: Record<string, unknown> | null;
  try {
    document = asRecord(JSON.parse(decodeUtf8(bytes) ?? ''));
  } catch {
    return { problem: 'is not JSON in UTF-8' };
  }
  if (document?.['_type'] !== STATEMENT_TYPE) return { problem: `is no ${STATEMENT_TYPE}` };
  if (document.predicateType !== PREDICATE_TYPE)
    return { problem: `has another predicate than ${PREDICATE_TYPE}` };
  const predicate = asRecord(document.predicate);
  const role = SIGN_ROLES.find((known) => known === predicate?.role);
  if (role === undefined) return { problem: 'names no known role' };
  const signedAt = predicate?.signed_at;
  if (typeof signedAt !== 'string' || Number.isNaN(Date.parse(signedAt)))
    return { problem: 'states no signing time' };
  if (!Array.isArray(document.subject)) return { problem: 'has no subjects' };
  const subjects: Subject[] = [];
  for (const item of document.subject) {
    const subject = asRecord(item);
    const sha256 = asRecord(subject?.digest)?.sha256;
    if (typeof subject?.name !== 'string' || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
      return { problem: 'has a subject without name or SHA-256' };
    }
    if (subjects.some(({ name }) => name === subject.name)) return { problem: `names ${subject.name} twice` };
    subjects.push({ name: subject.name, sha256 });
  }
  const evidence = (asRecord(predicate?.evidence) as EvidencePredicate | null) ?? null;
  const report = parseSignedReport(predicate?.signed_report);
  if (report === undefined) return { problem: 'describes the signed report wrongly' };
  return { statement: { subjects, role, signed_at: signedAt, evidence, signed_report: report } };
}

/** Undefined when it is neither absent nor a size and a digest. */
function parseSignedReport(value: unknown): SignedReport | null | undefined {
  if (value === undefined) return null;
  const { bytes, sha256 } = asRecord(value) ?? {};
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || typeof sha256 !== 'string')
    return undefined;
  return { bytes, sha256 };
}
