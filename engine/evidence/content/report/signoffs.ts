import type { Block } from './parts.ts';

/**
 * Where the sign-offs are. The names belong to signatures, which are made after this page and over it: it says the
 * same before and after them.
 */
export function signoffBlocks(): Block[] {
  return [
    { kind: 'page' },
    { kind: 'heading', level: 1, text: 'Sign-offs' },
    {
      kind: 'paragraph',
      text: 'This report is finished before anybody signs it, so no name of a signer is printed in it. Preparer and reviewer sign with keys of their own; their names are in the certificates of their signatures.',
    },
    {
      kind: 'table',
      columns: [
        { header: 'Role', share: 0.13 },
        { header: 'What the signature says', share: 0.37 },
        { header: 'Where it is in the package', share: 0.5, mono: true },
      ],
      rows: [
        [
          'Preparer',
          'Made this package from these sources, with these procedures and parameters.',
          'signatures/preparer.dsse.json, certs/preparer.pem',
        ],
        [
          'Reviewer',
          'Reviewed the package as the preparer signed it, and is another person. Absent until somebody did.',
          'signatures/reviewer.dsse.json, certs/reviewer.pem',
        ],
      ],
    },
    {
      kind: 'list',
      items: [
        'The same signatures are in the file signatures/report.pdf, which begins with this report byte for byte: a reader of PDFs shows who signed there. In data/report.pdf there are none.',
        'The time of a signature is the signer’s word unless the folder time/ holds the answer of a time stamping authority for it.',
        'What was added after the work was locked is no part of this report: addenda, with who, when and why, are in record/addenda.ndjson of packages built since.',
        'VERIFY.md says how to check all of this without Tickmark.',
      ],
    },
  ];
}
