import { PDFDict, PDFName, PDFNumber, type PDFObject, type PDFRef } from '@cantoo/pdf-lib';
import { type PdfObjects, startOfTable } from '../format/pdf-objects.ts';

/**
 * The file with objects appended as an incremental update (ISO 32000-1 section 7.5.6): each takes the place of the object
 * with its number, or is new. The bytes given are the exact prefix of those returned.
 */
export function withIncrement(
  pdf: Buffer,
  file: PdfObjects,
  objects: readonly (readonly [PDFRef, PDFObject])[],
): Buffer {
  const parts: Buffer[] = [pdf, Buffer.from('\n')];
  let length = pdf.byteLength + 1;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.byteLength;
  };
  const offsets = new Map<number, readonly [offset: number, generation: number]>();
  for (const [ref, object] of objects) {
    offsets.set(ref.objectNumber, [length, ref.generationNumber]);
    const body = new Uint8Array(object.sizeInBytes());
    object.copyBytesInto(body, 0);
    add(Buffer.from(`${ref.objectNumber} ${ref.generationNumber} obj\n`));
    add(Buffer.from(body.buffer));
    add(Buffer.from('\nendobj\n'));
  }
  const size = Math.max(file.size, ...[...offsets.keys()].map((number) => number + 1));
  const trailer = PDFDict.withContext(file.trailer.context);
  for (const [key, value] of file.trailer.entries()) trailer.set(key, value);
  trailer.set(PDFName.of('Size'), PDFNumber.of(size));
  trailer.set(PDFName.of('Prev'), PDFNumber.of(startOfTable(pdf)));
  add(
    Buffer.from(
      `\nxref\n${table(offsets)}trailer\n${trailer.toString()}\n\nstartxref\n${length + 1}\n%%EOF`,
      'latin1',
    ),
  );
  return Buffer.concat(parts);
}

/** Objects that follow one another stand under one heading; each line has 20 bytes. */
function table(offsets: ReadonlyMap<number, readonly [offset: number, generation: number]>): string {
  let text = '0 1\n0000000000 65535 f \n';
  const numbers = [...offsets.keys()].sort((a, b) => a - b);
  numbers.forEach((number, i) => {
    if (number !== (numbers[i - 1] ?? Number.NaN) + 1) {
      let count = 1;
      while (numbers[i + count] === number + count) count += 1;
      text += `${number} ${count}\n`;
    }
    const [offset, generation] = offsets.get(number)!;
    text += `${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`;
  });
  return text;
}
