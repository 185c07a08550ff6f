import type { VerifyCheck } from '#shared/model/verify.ts';
import { type DocumentName, documentOf, LONG_LISTS } from '../format/documents.ts';
import { readEntry, type ZipEntry } from '../format/zip-read.ts';
import { check, type EvidenceView, listed, undecided } from './evidence-view.ts';
import { type Check, compileSchema, type Fault } from './schemas/compile.ts';
import { SCHEMAS } from './schemas/generated/schemas.ts';
import { LargeDocument, readDocument, UnfitDocument } from './schemas/read-document.ts';
import { contentHolds } from './vouching.ts';

const NAME = 'documents';
/** Faults that are told of one document. */
const TOLD = 5;

/**
 * Are the JSON documents of the payload as the schemas of this version ask (section 9 of the specification)? A schema
 * inside the package is the signer's and not asked. A document that is not the one that was signed has its own reason.
 */
export async function checkSchema(view: EvidenceView): Promise<VerifyCheck[]> {
  const problems: string[] = [];
  const open: string[] = [];
  let checked = 0;
  for (const [path, entry] of [...view.opened.files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = documentOf(path);
    if (name === undefined) continue;
    if (name === null) open.push(`${path}: no document that this version knows`);
    else if (!contentHolds(view, path)) open.push(`${path}: not as signed, so it says nothing`);
    else {
      const found = await faultsOf(view, entry, name);
      if (found === null) open.push(`${path}: too large to be checked`);
      else problems.push(...found.map((each) => `${path} ${each}`));
      checked += 1;
    }
  }
  if (problems.length > 0) return [check('schema', NAME, problems, '')];
  if (open.length > 0) return [undecided('schema', NAME, `not checked: ${listed(open)}`)];
  if (checked === 0) return [undecided('schema', NAME, 'there is no JSON document under data/')];
  return [check('schema', NAME, [], `${checked} JSON documents under data/ are as their schemas ask`)];
}

/** What is wrong with a document, to be read behind its path; null for one that is too large. */
async function faultsOf(
  { opened }: EvidenceView,
  entry: ZipEntry,
  name: DocumentName,
): Promise<string[] | null> {
  const list = LONG_LISTS[name] ?? null;
  const faults: Fault[] = [];
  let position = 0;
  const checkEntry = list === null ? null : checkOf(name, [...list, 0]);
  const entries = (found: readonly unknown[]) => {
    for (const each of found) {
      const fault = faults.length < TOLD ? (checkEntry?.(each) ?? null) : null;
      if (fault !== null) faults.push({ ...fault, path: [...list!, position, ...fault.path] });
      position += 1;
    }
  };
  try {
    const document = await readDocument(readEntry(opened.source, entry), list, entries);
    const fault = checkOf(name, [])(document);
    // The first entry is in the document too.
    if (fault !== null && faults.every(({ path }) => told(path) !== told(fault.path))) faults.unshift(fault);
    return faults.map(({ path, says }) => `${told(path)} ${says}`.trim());
  } catch (error) {
    if (error instanceof LargeDocument) return null;
    if (error instanceof UnfitDocument) return [error.message];
    throw error;
  }
}

const made = new Map<string, Check>();

/** Made when it is first needed: most commands never verify a package. */
function checkOf(name: DocumentName, path: readonly (string | number)[]): Check {
  const key = `${name} ${path.join('/')}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const check = compileSchema(SCHEMAS[name], path);
  made.set(key, check);
  return check;
}

/** As in programs: `findings[3].severity`; names that are no words in quotes. */
function told(path: Fault['path']): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (/^[A-Za-z_$][\w$]*$/.test(step)) return i === 0 ? step : `.${step}`;
      return `[${JSON.stringify(step.slice(0, 80))}]`;
    })
    .join('');
}
