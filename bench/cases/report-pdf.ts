import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { renderEvidenceReport } from '#engine/evidence/content/report/index.ts';
import { type BenchCase, timed } from '../case.ts';
import { benchFindings } from '../generate/evidence.ts';
import { reportContent } from '../package-data.ts';

const LINES = 50;
const LEADING = 14;

/** One line a finding, in a built-in font, neither measured nor wrapped, without tables, tags or contents. */
async function plainPdf(count: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const findings = benchFindings(count);
  for (let from = 0; from < findings.length; from += LINES) {
    const page = document.addPage();
    findings
      .slice(from, from + LINES)
      .forEach(({ text }, i) =>
        page.drawText(text.condition, { x: 40, y: page.getHeight() - 60 - i * LEADING, size: 8, font }),
      );
  }
  return document.save();
}

/** The printed report of many findings. */
export const reportPdf: BenchCase = {
  name: 'report-pdf',
  unit: 'findings',
  sizes: { small: 2_000, full: 16_000 },
  prepare: async () => undefined,
  ours: async (count) => {
    const content = reportContent(count, []);
    const { took, value } = await timed(() => renderEvidenceReport(content));
    const pages = (await PDFDocument.load(value)).getPageCount();
    return { ...took, answer: null, note: `${pages} pages` };
  },
  baselines: [
    {
      name: 'pdf-lib, a line a finding, no layout',
      run: async (count) => {
        const { took } = await timed(() => plainPdf(count));
        return { ...took, answer: null };
      },
    },
  ],
};
