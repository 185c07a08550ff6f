import { createHash, type X509Certificate } from 'node:crypto';
import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFRef } from '@cantoo/pdf-lib';
import { cmsProblem } from '../format/cms-read.ts';

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
    const [old, now] = await Promise.all([load(before), load(after)]);
    const earlier = new Map(old.context.enumerateIndirectObjects().map(([ref, object]) => [ref.tag, object]));
    for (const [ref, object] of now.context.enumerateIndirectObjects()) {
      const was = earlier.get(ref.tag);
      earlier.delete(ref.tag);
      if (was === undefined ? !isSignaturePart(object) : !sameBut(was, object, changeable(now, ref))) {
        return `changes or adds object ${ref.tag}, which is no signature`;
      }
    }
    return earlier.size === 0 ? null : 'removes objects';
  } catch (error) {
    return `cannot be read as a PDF: ${(error as Error).message}`;
  }
}

function load(bytes: Uint8Array): Promise<PDFDocument> {
  return PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
}

const ANNOTS = PDFName.of('Annots');
const ACRO_FORM = PDFName.of('AcroForm');
const TYPE = PDFName.of('Type');

/** The one entry that a signature may change in an object: the list of fields, or the annotations of the page. */
function changeable(document: PDFDocument, ref: PDFRef): PDFName | null {
  if (document.context.trailerInfo.Root === ref) return ACRO_FORM;
  return document.getPage(0).ref === ref ? ANNOTS : null;
}

function isSignaturePart(object: PDFObject): boolean {
  if (!(object instanceof PDFDict)) return false;
  const text = (key: string) => object.get(PDFName.of(key))?.toString();
  if (text('Type') === '/Sig') return true;
  return (
    text('Subtype') === '/Widget' &&
    text('FT') === '/Sig' &&
    text('Rect') === '[ 0 0 0 0 ]' &&
    text('AP') === undefined
  );
}

function sameBut(was: PDFObject, now: PDFObject, key: PDFName | null): boolean {
  if (was.toString() === now.toString()) return true;
  if (key === null || !(was instanceof PDFDict) || !(now instanceof PDFDict)) return false;
  const names = new Set([...was.keys(), ...now.keys()].filter((name) => name !== key));
  for (const name of names) if (was.get(name)?.toString() !== now.get(name)?.toString()) return false;
  return key === ANNOTS ? extendsList(was.get(key), now.get(key)) : isForm(was.get(key), now.get(key));
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

function isForm(was: PDFObject | undefined, now: PDFObject | undefined): boolean {
  if (!(now instanceof PDFDict) || (was !== undefined && !(was instanceof PDFDict))) return false;
  const fields = PDFName.of('Fields');
  const flags = PDFName.of('SigFlags');
  const known = now.keys().every((key) => key === fields || key === flags || key === TYPE);
  return known && extendsList(was?.get(fields), now.get(fields));
}
