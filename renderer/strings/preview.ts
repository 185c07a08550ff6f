/** Words of the report that is looked at before a package is built. */
export const previewWords = {
  preview: 'Preview the report (PDF)',
  previewHelp: 'report.pdf as a build would put it in now. Nothing is signed, and nothing is noted.',
  previewName: (client: string, from: string, to: string) => `Preview of report ${client} ${from} ${to}.pdf`,
  previewJob: 'Preview the report',
  previewed: (bytes: string) => `${bytes} written, unsigned.`,
  previewCancelled: 'Cancelled; no file was left.',
  previewHash: 'SHA-256 of the preview',
  previewSame: 'A build puts in the same bytes, until something changes.',
} as const;
