import { createHash, type X509Certificate } from 'node:crypto';
import { PDFArray, PDFDict, PDFName, type PDFObject, PDFRef } from '@cantoo/pdf-lib';
import { cmsProblem } from '../format/cms-read.ts';
import { firstPage, openPdf, type PdfObjects, resolved, startOfTable } from '../format/pdf-objects.ts';

const RANGE = /\/ByteRange \[0 +(\d+) +(\d+) +(\d+)\]/g;

/**
 * Why the revision that ends the given bytes and begins at `start` is not signed by `signer` over everything but
 * the signature itself, or null when it is.
 */
export function revisionProblem(pdf: Buffer, start: number, signer: X509Certificate): string | null {
  const ranges = [...pdf.subarray(start).toString('latin1').matchAll(RANGE)];
  const [open = 0, close = 0, rest = 0] = (ranges[0] ?? []).slice(1).map(Number);
  if (ranges.length !== 1) return 'does not hold exactly one signature';
  const whole = start < open && open < close && close + rest === pdf.byteLength;
  const hex = pdf.subarray(open + 1, close - 1).toString('latin1');
  const framed = pdf[open] === 0x3c && pdf[close - 1] === 0x3e && /^([0-9a-f]{2})+$/.test(hex);
  if (!whole || !framed) return 'is signed in part only';
  const digest = createHash('sha256').update(pdf.subarray(0, open)).update(pdf.subarray(close)).digest();
  const problem = cmsProblem(Buffer.from(hex, 'hex'), digest, signer);
  return problem === null ? null : `has a signature that ${problem}`;
}

/** What a revision changes besides adding a signature, or null when it adds a signature and nothing else. */
export async function additionProblem(before: Uint8Array, after: Uint8Array): Promise<string | null> {
  try {
    const [earlier, later] = [viewOf(before), viewOf(after)];
    const added = readIncrement(earlier, later);
    if (typeof added === 'string') return added;
    const [old, now] = [await openPdf(earlier), await openPdf(later)];
    if (old.root !== now.root) return 'changes the root of the document';
    const foreign = now.trailer.keys().filter((key) => !sameTrailerEntry(key, old, now));
    if (foreign.length > 0) return `changes ${foreign.join(', ')} of the trailer`;
    const page = firstPage(now);
    for (const ref of added) {
      const [was, object] = [old.get(ref), now.get(ref)];
      const key = ref === now.root ? ACRO_FORM : ref === page ? ANNOTS : null;
      const fine = was === undefined ? isSignaturePart(object) : sameBut({ old, was }, { now, object }, key);
      if (!fine) return `changes or adds object ${ref.tag}, which is no signature`;
    }
    return null;
  } catch (error) {
    return `cannot be read as a PDF: ${(error as Error).message}`;
  }
}

/** The same memory: a report is large. */
function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/**
 * The objects that the increment defines. Readers follow the cross-reference table, so what is not listed must not be
 * there: the increment has one table, which continues the earlier one and leads to each of its objects, once. All
 * other objects are those of the earlier file, whose bytes are the same.
 */
function readIncrement(before: Buffer, after: Buffer): PDFRef[] | string {
  const added = after.subarray(before.byteLength).toString('latin1');
  const section = /\nxref\n([\d nf\r\n]+)trailer\s*<<([\s\S]*?)>>\s*startxref\n(\d+)\n%%EOF\s*$/.exec(added);
  const [, table = '', trailer = '', start = ''] = section ?? [];
  const tableAt = before.byteLength + (section?.index ?? 0) + 1;
  const continues =
    Number(/\/Prev (\d+)/.exec(trailer)?.[1]) === startOfTable(before) && Number(start) === tableAt;
  if (section === null || !continues) return 'has no cross-reference table that continues the earlier one';
  const refs: PDFRef[] = [];
  let number = 0;
  for (const line of table.split(/\s*[\r\n]+/).filter((line) => line !== '')) {
    const entry = /^(\d{10}) (\d{5}) ([nf])$/.exec(line);
    if (entry === null) {
      number = Number(line.split(' ')[0]);
      continue;
    }
    const [, offset = '', generation = '', kind] = entry;
    const head = `${number} ${Number(generation)} obj`;
    const leads = after.subarray(Number(offset), Number(offset) + head.length).toString('latin1') === head;
    if (kind === 'n' && (Number(offset) < before.byteLength || !leads))
      return `leads readers to another object ${number}`;
    if (kind === 'f' && number !== 0) return `removes object ${number}`;
    if (kind === 'n') refs.push(PDFRef.of(number, Number(generation)));
    number += 1;
  }
  // Looked for from the start of each number only: the signature is a text of thousands of digits.
  const defined = added.match(/(?<!\d)\d+\s+\d+\s+obj\b/g)?.length ?? 0;
  return defined === refs.length ? refs : 'defines objects that its table does not list';
}

const ANNOTS = PDFName.of('Annots');
const ACRO_FORM = PDFName.of('AcroForm');
const TYPE = PDFName.of('Type');
/** Entries of a trailer that say where things are, and so differ between revisions. */
const BOOKKEEPING = ['/Size', '/Prev', '/ID'];

function sameTrailerEntry(key: PDFName, old: PdfObjects, now: PdfObjects): boolean {
  return (
    BOOKKEEPING.includes(key.toString()) ||
    old.trailer.get(key)?.toString() === now.trailer.get(key)?.toString()
  );
}

const SIGNATURE_KEYS = ['Type', 'Filter', 'SubFilter', 'Reason', 'ByteRange', 'Contents'];
const WIDGET_KEYS = ['Type', 'Subtype', 'FT', 'T', 'V', 'F', 'Rect', 'P'];

/** A signature, or its invisible field; no other key, because a field can also carry actions. */
function isSignaturePart(object: PDFObject | undefined): boolean {
  if (!(object instanceof PDFDict)) return false;
  const text = (key: string) => object.get(PDFName.of(key))?.toString();
  const only = (keys: readonly string[]) => object.keys().every((key) => keys.includes(key.decodeText()));
  if (text('Type') === '/Sig') return only(SIGNATURE_KEYS);
  const invisible = text('Subtype') === '/Widget' && text('FT') === '/Sig' && text('Rect') === '[ 0 0 0 0 ]';
  return invisible && only(WIDGET_KEYS);
}

interface Earlier {
  old: PdfObjects;
  was: PDFObject;
}

interface Later {
  now: PdfObjects;
  object: PDFObject | undefined;
}

function sameBut({ old, was }: Earlier, { now, object }: Later, key: PDFName | null): boolean {
  if (was.toString() === object?.toString()) return true;
  if (key === null || !(was instanceof PDFDict) || !(object instanceof PDFDict)) return false;
  const names = new Set([...was.keys(), ...object.keys()].filter((name) => name !== key));
  for (const name of names) if (was.get(name)?.toString() !== object.get(name)?.toString()) return false;
  const [before, after] = [resolved(old, was.get(key)), resolved(now, object.get(key))];
  return key === ANNOTS ? extendsList(before, after) : isForm({ old, form: before }, { now, form: after });
}

/** The old list is the beginning of the new one, and what follows are references. */
function extendsList(was: PDFObject | undefined, now: PDFObject | undefined): boolean {
  if (!(now instanceof PDFArray) || (was !== undefined && !(was instanceof PDFArray))) return false;
  const old = was?.asArray() ?? [];
  const items = now.asArray();
  return (
    old.every((item, i) => item.toString() === items[i]?.toString()) &&
    items.slice(old.length).every((item) => item instanceof PDFRef)
  );
}

function isForm(
  { old, form: was }: { old: PdfObjects; form: PDFObject | undefined },
  { now, form }: { now: PdfObjects; form: PDFObject | undefined },
): boolean {
  if (!(form instanceof PDFDict) || (was !== undefined && !(was instanceof PDFDict))) return false;
  const fields = PDFName.of('Fields');
  const flags = PDFName.of('SigFlags');
  const known = form.keys().every((key) => key === fields || key === flags || key === TYPE);
  return known && extendsList(resolved(old, was?.get(fields)), resolved(now, form.get(fields)));
}
