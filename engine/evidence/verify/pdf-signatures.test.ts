import { X509Certificate } from 'node:crypto';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Signer } from '#engine/keys/index.ts';
import { makeParty } from '#test/vectors/packages/make-package.ts';
import { signPdf } from '../build/sign-pdf.ts';
import { additionProblem, revisionProblem } from './pdf-signatures.ts';

let ana: X509Certificate;
let rui: X509Certificate;
let signer: Signer;
let base: Buffer;
let once: Buffer;
let twice: Buffer;

beforeAll(async () => {
  const [one, two] = [await makeParty('Ana'), await makeParty('Rui')];
  const chain = (party: typeof one) => party.signer.certificatesPem.map((pem) => new X509Certificate(pem));
  const document = await PDFDocument.create({ updateMetadata: false });
  document.addPage([200, 100]).drawText('Access evidence', { x: 10, y: 10 });
  base = Buffer.from(await document.save({ useObjectStreams: false }));
  once = Buffer.from(await signPdf(base, one.signer, chain(one), 'preparer'));
  twice = Buffer.from(await signPdf(once, two.signer, chain(two), 'reviewer'));
  const [first, second] = [chain(one)[0], chain(two)[0]];
  if (first === undefined || second === undefined) throw new Error('a party has no certificate');
  [ana, rui, signer] = [first, second, one.signer];
});

async function changed(pdf: Uint8Array, change: (document: PDFDocument) => void): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false });
  change(document);
  return document.commit({ useObjectStreams: false });
}

describe('signatures in a PDF', () => {
  it('are appended: what was there is an exact prefix', () => {
    expect(once.subarray(0, base.byteLength).equals(base)).toBe(true);
    expect(twice.subarray(0, once.byteLength).equals(once)).toBe(true);
  });

  it('hold for their signer over their own revision, and add nothing else', async () => {
    expect(revisionProblem(once, base.byteLength, ana)).toBe(null);
    expect(revisionProblem(twice, once.byteLength, rui)).toBe(null);
    expect(await additionProblem(base, once)).toBe(null);
    expect(await additionProblem(once, twice)).toBe(null);
  });

  it('join annotations and links that the report has already', async () => {
    const document = await PDFDocument.create({ updateMetadata: false });
    const page = document.addPage([200, 100]);
    const { context } = document;
    const link = context.register(context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9] }));
    page.node.set(PDFName.of('Annots'), context.register(context.obj([link])));
    for (const useObjectStreams of [false, true]) {
      const plain = Buffer.from(await document.save({ useObjectStreams }));
      const signed = Buffer.from(await signPdf(plain, signer, [ana], 'preparer'));
      expect(revisionProblem(signed, plain.byteLength, ana)).toBe(null);
      expect(await additionProblem(plain, signed)).toBe(null);
    }
  });

  it('do not hold for another certificate, other bytes, a longer file, or without a signature', () => {
    expect(revisionProblem(once, base.byteLength, rui)).toBe(
      'has a signature that names another certificate',
    );
    const edited = Buffer.from(once);
    edited.writeUInt8(edited.readUInt8(100) ^ 1, 100);
    expect(revisionProblem(edited, base.byteLength, ana)).toBe(
      'has a signature that was made over other bytes',
    );
    const longer = Buffer.concat([once, Buffer.from('\n')]);
    expect(revisionProblem(longer, base.byteLength, ana)).toBe('is signed in part only');
    expect(revisionProblem(base, 0, ana)).toBe('does not hold exactly one signature');
    expect(revisionProblem(twice, base.byteLength, ana)).toBe('does not hold exactly one signature');
  });

  it('do not hold when the signature value itself is changed', () => {
    const edited = Buffer.from(once);
    const end = edited.lastIndexOf(Buffer.from('00>'));
    let at = end;
    while (edited[at] === 0x30) at -= 1;
    edited.writeUInt8(edited[at] === 0x31 ? 0x32 : 0x31, at);
    expect(revisionProblem(edited, base.byteLength, ana)).toMatch(
      /^has a signature that (does not hold|cannot be checked)/,
    );
  });

  it('do not cover a change of content that came with them', async () => {
    const overlay = await changed(base, (document) => {
      document.getPage(0).drawText('no findings', { x: 10, y: 50 });
    });
    expect(await additionProblem(base, overlay)).toMatch(
      /^changes or adds object \d+ \d+ R, which is no signature$/,
    );
    const action = await changed(base, (document) => {
      document.catalog.set(
        PDFName.of('OpenAction'),
        document.context.obj({ S: 'JavaScript', JS: PDFString.of('x') }),
      );
    });
    expect(await additionProblem(base, action)).toMatch(/which is no signature$/);
    const page = await changed(base, (document) => {
      document.addPage([100, 100]);
    });
    expect(await additionProblem(base, page)).toMatch(/which is no signature$/);
    const nothing = await additionProblem(base, Buffer.from('%PDF-1.7 nothing'));
    expect(nothing).toBe('has no cross-reference table that continues the earlier one');
  });

  it('do not hide a second definition that only some readers follow', async () => {
    const end = once.lastIndexOf('xref\n', once.lastIndexOf('startxref') - 1);
    const hidden = '4 0 obj\n<< /Type /Page >>\nendobj\n';
    const moved = once
      .subarray(end)
      .toString('latin1')
      .replace(/startxref\n\d+/, `startxref\n${end + hidden.length}`);
    const doubled = Buffer.concat([once.subarray(0, end), Buffer.from(hidden + moved, 'latin1')]);
    expect(await additionProblem(base, doubled)).toBe('defines objects that its table does not list');
    const entry = /(\d{10}) 00000 n/.exec(once.subarray(end).toString('latin1'));
    const misled = Buffer.from(once);
    misled.write('0000000015', end + (entry?.index ?? 0));
    expect(await additionProblem(base, misled)).toMatch(/^leads readers to another object \d+$/);
  });

  it('hide no visible field behind a signature', async () => {
    const stamp = await changed(base, (document) => {
      const { context } = document;
      const widget = context.register(
        context.obj({ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', Rect: [0, 0, 200, 100] }),
      );
      document.getPage(0).node.set(PDFName.of('Annots'), context.obj([widget]));
    });
    expect(await additionProblem(base, stamp)).toMatch(/which is no signature$/);
  });
});
