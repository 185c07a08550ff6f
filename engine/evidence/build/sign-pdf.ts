import { createHash, type X509Certificate } from 'node:crypto';
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFInvalidObject,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';
import type { Signer } from '#engine/keys/signer.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import { firstPage, openPdf, type PdfObjects, resolved } from '../format/pdf-objects.ts';
import { signCms } from './cms.ts';
import { withIncrement } from './pdf-increment.ts';

const RANGE_WIDTH = 10;
const RANGE_BLANK = '0'.repeat(RANGE_WIDTH);
/** Room for the signature (RSA 8192 takes 1 KiB) and the structure around the certificates in the CMS. */
const CMS_SPARE = 2048;
const ANNOTS = PDFName.of('Annots');
const ACRO_FORM = PDFName.of('AcroForm');
const FIELDS = PDFName.of('Fields');
const NO_PRINT_LOCKED = 128 + 4;
const SIGNATURES_EXIST_APPEND_ONLY = 3;

/**
 * The PDF with one signature appended as an incremental update (ISO 32000-1 section 12.8, ETSI.CAdES.detached):
 * the bytes given are the exact prefix of the bytes returned. The field is invisible and on the first page.
 */
export async function signPdf(
  pdf: Uint8Array,
  signer: Signer,
  certificates: readonly X509Certificate[],
  role: SignRole,
): Promise<Uint8Array> {
  const room = CMS_SPARE + certificates.reduce((sum, { raw }) => sum + raw.byteLength, 0);
  const bytes = await appendField(pdf, role, room);
  const from = pdf.byteLength;
  const open = bytes.indexOf(`/Contents <${'0'.repeat(8)}`, from) + '/Contents '.length;
  const close = open + 2 + room * 2;
  const range = [0, open, close, bytes.byteLength - close];
  const written = range
    .map((value, i) => (i === 0 ? '0' : String(value).padStart(RANGE_WIDTH, ' ')))
    .join(' ');
  bytes.write(`/ByteRange [${written}]`, bytes.indexOf('/ByteRange [', from));
  const digest = createHash('sha256').update(bytes.subarray(0, open)).update(bytes.subarray(close)).digest();
  const cms = await signCms(digest, certificates, signer.algorithm, (message) => signer.sign(message));
  if (cms.byteLength > room) throw new RangeError('the signature does not fit into its place');
  bytes.write(Buffer.from(cms).toString('hex'), open + 1);
  return bytes;
}

/** An increment with the signature, its field on the first page, and these two where readers look for them. */
async function appendField(pdf: Uint8Array, role: SignRole, room: number): Promise<Buffer> {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const file = await openPdf(bytes);
  const pageRef = firstPage(file);
  const [catalogue, page] = [dictionary(file, file.root), dictionary(file, pageRef)];
  const { context } = catalogue;
  const signature = PDFRef.of(file.size);
  const widget = PDFRef.of(file.size + 1);
  const blank = `0 ${RANGE_BLANK} ${RANGE_BLANK} ${RANGE_BLANK}`;
  // Literal, because the writer must not move or re-encode what is patched afterwards.
  const value = PDFInvalidObject.of(
    Buffer.from(
      `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Reason (${role})` +
        ` /ByteRange [${blank}] /Contents <${'0'.repeat(room * 2)}> >>`,
    ),
  );
  const field = context.obj({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: PDFString.of(role),
    V: signature,
    F: NO_PRINT_LOCKED,
    Rect: [0, 0, 0, 0],
    P: pageRef,
  });
  // The page's content stays as it is: an increment may add signatures only.
  page.set(ANNOTS, appended(context, resolved(file, page.get(ANNOTS)), widget));
  const earlier = resolved(file, catalogue.get(ACRO_FORM));
  const form = earlier instanceof PDFDict ? earlier : context.obj({});
  form.set(FIELDS, appended(context, resolved(file, form.get(FIELDS)), widget));
  form.set(PDFName.of('SigFlags'), PDFNumber.of(SIGNATURES_EXIST_APPEND_ONLY));
  catalogue.set(ACRO_FORM, form);
  return withIncrement(bytes, file, [
    [file.root, catalogue],
    [pageRef, page],
    [signature, value],
    [widget, field],
  ]);
}

/** Throws what a damaged report deserves: one of ours has both its catalogue and a page. */
function dictionary(file: PdfObjects, ref: PDFRef): PDFDict {
  const found = file.get(ref);
  if (!(found instanceof PDFDict)) throw new Error(`object ${ref.tag} of the report is no dictionary`);
  return found;
}

/** A new array with one more reference: the old one may be shared. */
function appended(context: PDFContext, array: PDFObject | undefined, ref: PDFRef): PDFArray {
  return context.obj([...(array instanceof PDFArray ? array.asArray() : []), ref]);
}
