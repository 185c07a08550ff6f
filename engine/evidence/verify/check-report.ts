import type { VerifyCheck } from '#shared/model/verify.ts';
import { REPORT_PDF, SIGNED_REPORT_PDF } from '../format/layout.ts';
import { readEntry } from '../format/zip-read.ts';
import { check, type EvidenceView, undecided } from './evidence-view.ts';

/** Is the printed report there, and is the signed one the same report with signatures appended? */
export async function checkReport(view: EvidenceView): Promise<VerifyCheck[]> {
  const { opened } = view;
  const plain = opened.files.get(REPORT_PDF);
  const signed = opened.files.get(SIGNED_REPORT_PDF);
  if (plain === undefined) {
    return [
      signed === undefined
        ? undecided('report', 'report', `the package carries no ${REPORT_PDF}`)
        : check('report', 'report', [`${SIGNED_REPORT_PDF} has no ${REPORT_PDF} to be compared with`], ''),
    ];
  }
  const checks = [check('report', 'report', [], `${REPORT_PDF} is there (${plain.size} bytes)`)];
  if (signed === undefined) return checks;
  const same = await startsWith(readEntry(opened.source, signed), readEntry(opened.source, plain));
  const problem = `${SIGNED_REPORT_PDF} does not begin with the exact bytes of ${REPORT_PDF}`;
  checks.push(
    check('report', 'signed report', same ? [] : [problem], `begins with the exact bytes of ${REPORT_PDF}`),
  );
  return checks;
}

/** True when the bytes of `whole` begin with all bytes of `start`. Damaged content counts as different. */
async function startsWith(
  whole: AsyncIterable<Uint8Array>,
  start: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  try {
    const [a, b] = [await collect(whole), await collect(start)];
    return a.byteLength >= b.byteLength && Buffer.compare(a.subarray(0, b.byteLength), b) === 0;
  } catch {
    return false;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
