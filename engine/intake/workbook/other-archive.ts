import { TickmarkError } from '#shared/model/errors.ts';

const AS_XLSX = 'Save it as XLSX or CSV and import that.';

/** Kinds of ZIP archives that are documents of some program, by what lies in them. */
const KNOWN: readonly { has: RegExp; what: string; hint: string }[] = [
  { has: /^xl\/workbook\.bin$/, what: 'a binary Excel workbook (.xlsb)', hint: AS_XLSX },
  { has: /^word\//, what: 'a Word document', hint: 'Ask for the same data as CSV or XLSX.' },
  { has: /^ppt\//, what: 'a PowerPoint presentation', hint: 'Ask for the same data as CSV or XLSX.' },
  { has: /^Index(?:\.zip|\/.*\.iwa)$/, what: 'a file of Numbers, Pages or Keynote', hint: AS_XLSX },
  { has: /^content\.xml$/, what: 'an OpenDocument file (.ods, .odt)', hint: AS_XLSX },
];

/** What to say of a ZIP archive that is no workbook. */
export function otherArchive(names: readonly string[]): TickmarkError {
  const known = KNOWN.find(({ has }) => names.some((name) => has.test(name)));
  return new TickmarkError('FILE_BINARY', `the file is ${known?.what ?? 'a ZIP archive, not a workbook'}`, {
    hint: known?.hint ?? 'Unpack it and import what is inside.',
  });
}
