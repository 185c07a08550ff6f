import { type DocumentName, documentOf, LONG_LISTS } from '../format/documents.ts';
import type { OpenedPackage } from '../format/open-package.ts';
import { readEntry, type ZipEntry } from '../format/zip-read.ts';
import { type Check, compileSchema, type Fault } from './schemas/compile.ts';
import { SCHEMAS } from './schemas/generated/schemas.ts';
import { LargeDocument, readDocument, UnfitDocument } from './schemas/read-document.ts';

/** Faults that are told of one document. */
const TOLD = 5;

/**
 * What was found in a JSON document of the payload, whether or not it is the one that was signed: `unknown`, when this
 * version has no schema for it; `large`, when it is too large to be checked; the faults, to be read behind its path; or
 * what went wrong in reading it.
 */
export type DocumentFound = 'unknown' | 'large' | { faults: string[] } | { error: unknown };

/** Every JSON document of the payload against its schema, in order of paths. */
export async function readDocuments({ files, source }: OpenedPackage): Promise<Map<string, DocumentFound>> {
  const found = new Map<string, DocumentFound>();
  for (const [path, entry] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = documentOf(path);
    if (name === undefined) continue;
    found.set(path, name === null ? 'unknown' : await readOne(source, entry, name));
  }
  return found;
}

async function readOne(
  source: OpenedPackage['source'],
  entry: ZipEntry,
  name: DocumentName,
): Promise<DocumentFound> {
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
    const document = await readDocument(readEntry(source, entry), list, entries);
    const fault = checkOf(name, [])(document);
    // The first entry is in the document too.
    if (fault !== null && faults.every(({ path }) => told(path) !== told(fault.path))) faults.unshift(fault);
    return { faults: faults.map(({ path, says }) => `${told(path)} ${says}`.trim()) };
  } catch (error) {
    if (error instanceof LargeDocument) return 'large';
    return error instanceof UnfitDocument ? { faults: [error.message] } : { error };
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
