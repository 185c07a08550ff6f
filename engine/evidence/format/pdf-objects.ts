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
  /** One more than the highest number of an object. */
  size: number;
  /** The object as readers of the file see it, undefined when there is none. Throws on what cannot be parsed. */
  get(ref: PDFRef): PDFObject | undefined;
}

const PREV = PDFName.of('Prev');
/** `startxref`, a number and `%%EOF` end a file; some writers leave a little behind them. */
const TAIL = 2048;
const MAX_SECTIONS = 1000;
/** Length of an entry of a table, and where its generation and its kind stand. */
const ENTRY = 20;
const GENERATION = 11;
const KIND = 17;
const HEAD_MOST = 32;
const [LF, CR, SPACE, FREE, IN_USE] = [0x0a, 0x0d, 0x20, 0x66, 0x6e];

/** Follows the cross-reference tables; a file that has streams instead is parsed as a whole. */
export async function openPdf(bytes: Buffer): Promise<PdfObjects> {
  return classic(bytes) ?? whole(bytes);
}

/** Where the newest cross-reference section starts; NaN when the file does not say. */
export function startOfTable(bytes: Buffer): number {
  const tail = bytes.subarray(Math.max(0, bytes.byteLength - TAIL)).toString('latin1');
  return Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1]);
}

/** Objects `first` and so on of a cross-reference table, whose entries stand at `at`. */
interface TablePart {
  first: number;
  count: number;
  at: number;
}

interface Section {
  trailer: PDFDict;
  parts: TablePart[];
}

function classic(bytes: Buffer): PdfObjects | null {
  const context = PDFContext.create();
  const parts: TablePart[] = [];
  let newest: PDFDict | undefined;
  let start = startOfTable(bytes);
  for (let sections = 0; ; sections += 1) {
    const section = sections < MAX_SECTIONS ? readSection(bytes, start, context) : null;
    if (section === null) return null;
    newest ??= section.trailer;
    parts.push(...section.parts);
    const previous = section.trailer.get(PREV);
    if (previous === undefined) break;
    if (!(previous instanceof PDFNumber)) return null;
    start = previous.asNumber();
  }
  const root = newest.get(PDFName.of('Root'));
  if (!(root instanceof PDFRef)) return null;
  return {
    root,
    trailer: newest,
    size: parts.reduce((most, { first, count }) => Math.max(most, first + count), 0),
    get: (ref) => {
      const offset = offsetOf(bytes, parts, ref);
      return offset === null ? undefined : objectAt(bytes, offset, ref, context);
    },
  };
}

/** One table and its trailer; null when it is none in which every entry has the 20 bytes of ISO 32000-1, 7.5.4. */
function readSection(bytes: Buffer, start: number, context: PDFContext): Section | null {
  if (!(start >= 0 && start < bytes.byteLength)) return null;
  if (bytes.toString('latin1', start, start + 4) !== 'xref') return null;
  const parts: TablePart[] = [];
  let at = start + 4;
  for (;;) {
    while (bytes[at] === SPACE || bytes[at] === CR || bytes[at] === LF) at += 1;
    const line = bytes.toString('latin1', at, at + HEAD_MOST);
    if (line.startsWith('trailer')) break;
    const head = /^(\d{1,10}) (\d{1,10}) *(?:\r\n|\r|\n)/.exec(line);
    if (head === null) return null;
    const [first, count] = [Number(head[1]), Number(head[2])];
    at += head[0].length;
    if (!areEntries(bytes, at, count)) return null;
    parts.push({ first, count, at });
    at += count * ENTRY;
  }
  const trailer = PDFObjectParser.forBytes(bytes.subarray(at + 'trailer'.length), context).parseObject();
  return trailer instanceof PDFDict ? { trailer, parts } : null;
}

/** `0000000016 00000 n`, or `f`, and two bytes that end the line, `count` times. */
function areEntries(bytes: Buffer, from: number, count: number): boolean {
  const end = from + count * ENTRY;
  if (end > bytes.byteLength) return false;
  for (let at = from; at < end; at += ENTRY) {
    for (let digit = 0; digit < KIND - 1; digit += 1) {
      const byte = bytes[at + digit]!;
      if (digit === GENERATION - 1 ? byte !== SPACE : byte < 0x30 || byte > 0x39) return false;
    }
    const [kind, last, end] = [bytes[at + KIND], bytes[at + KIND + 1], bytes[at + KIND + 2]];
    const ends = last === SPACE ? end === CR || end === LF : last === CR && end === LF;
    if (bytes[at + KIND - 1] !== SPACE || (kind !== IN_USE && kind !== FREE) || !ends) return false;
  }
  return true;
}

/** The newest entry comes first. */
function offsetOf(bytes: Buffer, parts: readonly TablePart[], ref: PDFRef): number | null {
  for (const { first, count, at } of parts) {
    const nth = ref.objectNumber - first;
    if (nth < 0 || nth >= count) continue;
    const entry = at + nth * ENTRY;
    const generation = Number(bytes.toString('latin1', entry + GENERATION, entry + KIND - 1));
    if (bytes[entry + KIND] === IN_USE && generation === ref.generationNumber)
      return Number(bytes.toString('latin1', entry, entry + GENERATION - 1));
  }
  return null;
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
  return {
    root: Root,
    trailer,
    size: context.largestObjectNumber + 1,
    get: (ref) => context.lookup(ref),
  };
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
