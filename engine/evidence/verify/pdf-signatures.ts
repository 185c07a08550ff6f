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
    const table = crossReferenceProblem(Buffer.from(before), Buffer.from(after));
    if (table !== null) return table;
    const [old, now] = await Promise.all([load(before), load(after)]);
    if (old.context.trailerInfo.Root !== now.context.trailerInfo.Root)
      return 'changes the root of the document';
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

/**
 * Readers follow the cross-reference table, the comparison above reads objects where they stand: both must see the
 * same. So the increment has one table, which continues the earlier one and leads to each of its objects, once.
 */
function crossReferenceProblem(before: Buffer, after: Buffer): string | null {
  const earlier = lastNumber(before, /startxref\s+(\d+)/g);
  const added = after.subarray(before.byteLength).toString('latin1');
  const section = /\nxref\n([\d nf\r\n]+)trailer\s*<<([\s\S]*?)>>\s*startxref\n(\d+)\n%%EOF\s*$/.exec(added);
  const [, table = '', trailer = '', start = ''] = section ?? [];
  const tableAt = before.byteLength + (section?.index ?? 0) + 1;
  const continues = Number(/\/Prev (\d+)/.exec(trailer)?.[1]) === earlier && Number(start) === tableAt;
  if (section === null || !continues) return 'has no cross-reference table that continues the earlier one';
  const lines = table.split(/\s*[\r\n]+/).filter((line) => line !== '');
  let number = 0;
  let listed = 0;
  for (const line of lines) {
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
    listed += kind === 'n' ? 1 : 0;
    number += 1;
  }
  const defined = added.match(/\d+\s+\d+\s+obj\b/g)?.length ?? 0;
  return defined === listed ? null : 'defines objects that its table does not list';
}

function lastNumber(bytes: Buffer, pattern: RegExp): number {
  return Number([...bytes.toString('latin1').matchAll(pattern)].at(-1)?.[1]);
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

const SIGNATURE_KEYS = ['Type', 'Filter', 'SubFilter', 'Reason', 'ByteRange', 'Contents'];
const WIDGET_KEYS = ['Type', 'Subtype', 'FT', 'T', 'V', 'F', 'Rect', 'P'];

/** A signature, or its invisible field; no other key, because a field can also carry actions. */
function isSignaturePart(object: PDFObject): boolean {
  if (!(object instanceof PDFDict)) return false;
  const text = (key: string) => object.get(PDFName.of(key))?.toString();
  const only = (keys: readonly string[]) => object.keys().every((key) => keys.includes(key.decodeText()));
  if (text('Type') === '/Sig') return only(SIGNATURE_KEYS);
  const invisible = text('Subtype') === '/Widget' && text('FT') === '/Sig' && text('Rect') === '[ 0 0 0 0 ]';
  return invisible && only(WIDGET_KEYS);
}

function sameBut(was: PDFObject, now: PDFObject, key: PDFName | null): boolean {
  if (was.toString() === now.toString()) return true;
  if (key === null || !(was instanceof PDFDict) || !(now instanceof PDFDict)) return false;
  const names = new Set([...was.keys(), ...now.keys()].filter((name) => name !== key));
  for (const name of names) if (was.get(name)?.toString() !== now.get(name)?.toString()) return false;
  return key === ANNOTS
    ? extendsList(was.lookup(key), now.lookup(key))
    : isForm(was.lookup(key), now.lookup(key));
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
  return known && extendsList(was?.lookup(fields), now.lookup(fields));
}
