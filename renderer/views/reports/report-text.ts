import type { ReportModel } from '#shared/contract/schemas.ts';

/** The report as plain text, for letters and workpapers. */
export function reportText({ title, sections, notes }: ReportModel): string {
  const parts = [title];
  for (const { heading, lines } of sections) {
    const body = lines.map(({ label, value, note, depth = 0 }) => {
      const indent = '  '.repeat(depth);
      return `${indent}- ${label}${value === '' ? '' : `: ${value}`}${note === undefined ? '' : ` (${note})`}`;
    });
    parts.push([heading, ...body].filter((line) => line !== '').join('\n'));
  }
  if (notes.length > 0) parts.push(notes.join('\n'));
  return parts.join('\n\n');
}
