import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFObjectParser,
  PDFRef,
} from '@cantoo/pdf-lib';

/** A PDF of which single objects are read: a report of a thousand pages is not parsed to look at its first one. */
export interface PdfObjects {
  /** Reference of the catalogue. */
  root: PDFRef;
  trailer: PDFDict;
  /** The object as readers of the file see it, undefined when there is none. Throws on what cannot be parsed. */
  get(ref: PDFRef): PDFObject | undefined;
}

const PREV = PDFName.of('Prev');
/** `startxref`, a number and `%%EOF` end a file; some writers leave a little behind them. */
const TAIL = 2048;
const MAX_SECTIONS = 1000;

/** Follows the cross-reference tables; a file that has streams instead is parsed as a whole. */
export async function openPdf(bytes: Buffer): Promise<PdfObjects> {
  return classic(bytes) ?? whole(bytes);
}

/** Where the newest cross-reference section starts; NaN when the file does not say. */
export function startOfTable(bytes: Buffer): number {
  const tail = bytes.subarray(Math.max(0, bytes.byteLength - TAIL)).toString('latin1');
  return Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1]);
}

function classic(bytes: Buffer): PdfObjects | null {
  const context = PDFContext.create();
  const offsets = new Map<string, number>();
  let newest: PDFDict | undefined;
  let start = startOfTable(bytes);
  for (let sections = 0; ; sections += 1) {
    const section = sections < MAX_SECTIONS ? readSection(bytes, start, context, offsets) : null;
    if (section === null) return null;
    newest ??= section;
    const previous = section.get(PREV);
    if (previous === undefined) break;
    if (!(previous instanceof PDFNumber)) return null;
    start = previous.asNumber();
  }
  const root = newest.get(PDFName.of('Root'));
  if (!(root instanceof PDFRef)) return null;
  return {
    root,
    trailer: newest,
    get: (ref) => {
      const offset = offsets.get(ref.tag);
      return offset === undefined ? undefined : objectAt(bytes, offset, ref, context);
    },
  };
}

/** One table and its trailer; entries of newer sections stand already and are kept. Null when it is no table. */
function readSection(
  bytes: Buffer,
  start: number,
  context: PDFContext,
  offsets: Map<string, number>,
): PDFDict | null {
  if (!(start >= 0 && start < bytes.byteLength)) return null;
  if (bytes.subarray(start, start + 4).toString('latin1') !== 'xref') return null;
  const end = bytes.indexOf('trailer', start);
  if (end === -1) return null;
  let number = 0;
  for (const line of bytes
    .subarray(start + 4, end)
    .toString('latin1')
    .split(/[\r\n]+/)) {
    const entry = /^(\d{10}) (\d{5}) ([nf]) ?$/.exec(line);
    if (entry === null) {
      const head = /^\s*(\d+) \d+\s*$/.exec(line);
      if (head !== null) number = Number(head[1]);
      else if (line.trim() !== '') return null;
      continue;
    }
    const tag = PDFRef.of(number, Number(entry[2])).tag;
    if (entry[3] === 'n' && !offsets.has(tag)) offsets.set(tag, Number(entry[1]));
    number += 1;
  }
  const trailer = PDFObjectParser.forBytes(bytes.subarray(end + 'trailer'.length), context).parseObject();
  return trailer instanceof PDFDict ? trailer : null;
}

function objectAt(bytes: Buffer, offset: number, ref: PDFRef, context: PDFContext): PDFObject {
  const head = `${ref.objectNumber} ${ref.generationNumber} obj`;
  if (bytes.subarray(offset, offset + head.length).toString('latin1') !== head) {
    throw new Error(`the table does not lead to object ${ref.tag}`);
  }
  return PDFObjectParser.forBytes(bytes.subarray(offset + head.length), context).parseObject(ref);
}

async function whole(bytes: Buffer): Promise<PdfObjects> {
  const { context } = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
  const { Root, ...others } = context.trailerInfo;
  if (!(Root instanceof PDFRef)) throw new Error('it has no catalogue');
  const trailer = PDFDict.withContext(context);
  trailer.set(PDFName.of('Root'), Root);
  for (const [key, value] of Object.entries(others))
    if (value !== undefined) trailer.set(PDFName.of(key), value);
  return { root: Root, trailer, get: (ref) => context.lookup(ref) };
}

/** The value itself, one reference followed. */
export function resolved(file: PdfObjects, value: PDFObject | undefined): PDFObject | undefined {
  return value instanceof PDFRef ? file.get(value) : value;
}

/** Reference of the first page: the leftmost leaf of the page tree. Throws when there is none. */
export function firstPage(file: PdfObjects): PDFRef {
  const catalogue = file.get(file.root);
  let ref = catalogue instanceof PDFDict ? catalogue.get(PDFName.of('Pages')) : undefined;
  for (let depth = 0; depth < 100 && ref instanceof PDFRef; depth += 1) {
    const node = file.get(ref);
    const kids = node instanceof PDFDict ? resolved(file, node.get(PDFName.of('Kids'))) : undefined;
    if (!(kids instanceof PDFArray)) return ref;
    ref = kids.asArray()[0];
  }
  throw new Error('it has no pages');
}
