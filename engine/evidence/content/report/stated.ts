import type { PbcList, SourceSheet } from '#shared/contract/intake-schemas.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { PackagedWork } from '../work.ts';
import { type Block, grouped, shortHash } from './parts.ts';

const RESULTS = { agrees: 'agrees', differs: 'differs', not_comparable: 'cannot be compared' } as const;

type Named = { file: string; sheet: SourceSheet };

/** Sheets on which somebody stated something. */
function stated(receipts: readonly Receipt[], { sheets }: PackagedWork): Named[] {
  const files = new Map(receipts.map(({ source_id, file }) => [source_id, file]));
  return sheets.flatMap((sheet) => {
    const { provenance, answers, totals, conclusion } = sheet.statement;
    const empty =
      Object.keys(provenance).length + Object.keys(answers).length + totals.length === 0 &&
      conclusion === null;
    return empty ? [] : [{ file: files.get(sheet.source_id) ?? sheet.source_id, sheet }];
  });
}

function originBlocks(named: readonly Named[], files: number): Block[] {
  const heading: Block = { kind: 'heading', level: 2, text: 'Where the files come from' };
  const silent = files - named.length;
  const note: Block = {
    kind: 'paragraph',
    tone: 'quiet',
    text: `As told by the client and tested by the auditor. Nothing was stated about ${grouped(silent)} of ${grouped(files)} files.`,
  };
  if (named.length === 0) return [heading, note];
  return [
    heading,
    note,
    {
      kind: 'table',
      columns: [
        { header: 'File', share: 0.26 },
        { header: 'Source system, query', share: 0.3 },
        { header: 'Provided by, on', share: 0.22 },
        { header: 'Conclusion', share: 0.22 },
      ],
      rows: named.map(({ file, sheet: { statement } }) => {
        const { source_system, query, provided_by, provided_on } = statement.provenance;
        const told = (...parts: (string | undefined)[]) =>
          parts.filter((part) => part !== undefined).join(', ') || '–';
        const { conclusion } = statement;
        return [
          file,
          told(source_system, query),
          told(provided_by, provided_on),
          conclusion === null
            ? '–'
            : `${conclusion.sufficient ? 'sufficient' : 'not sufficient'}: ${conclusion.reason} (${conclusion.by}, ${conclusion.on})`,
        ];
      }),
    },
    ...named.flatMap(({ file, sheet }) => answerBlocks(file, sheet)),
  ];
}

function answerBlocks(file: string, { questions }: SourceSheet): Block[] {
  const rows = questions.flatMap(({ question, answer }) =>
    answer === null ? [] : [[question, `${answer.answer} (${answer.by}, ${answer.on})`] as const],
  );
  return rows.length === 0
    ? []
    : [
        { kind: 'paragraph', text: `${file}:` },
        { kind: 'facts', rows },
      ];
}

function totalBlocks(named: readonly Named[]): Block[] {
  const rows = named.flatMap(({ file, sheet }) =>
    sheet.totals.map(({ kind, column, stated: told, computed, result, difference, note }) => [
      file,
      column === null ? kind : `${kind} of ${column}`,
      told,
      computed ?? '–',
      [
        RESULTS[result],
        ...(difference === null ? [] : [`by ${difference}`]),
        ...(note === null ? [] : [note]),
      ].join(', '),
    ]),
  );
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Totals of the client’s own statement' },
    {
      kind: 'table',
      columns: [
        { header: 'File', share: 0.26 },
        { header: 'Total', share: 0.22 },
        { header: 'Stated', share: 0.16, align: 'right' },
        { header: 'Computed', share: 0.16, align: 'right' },
        { header: 'Result', share: 0.2 },
      ],
      rows,
    },
  ];
}

function completenessBlocks({ sheets }: PackagedWork): Block[] {
  const lines = new Map(
    sheets.flatMap(({ completeness }) => completeness.systems.map((line) => [line.system, line] as const)),
  );
  const people = sheets[0]?.completeness.people ?? 0;
  if (lines.size === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Completeness against the people known' },
    {
      kind: 'paragraph',
      tone: 'quiet',
      text:
        people === 0
          ? 'No list of people was imported: whether accounts are complete is not known.'
          : `${grouped(people)} people are employed at the moment of the engagement.`,
    },
    {
      kind: 'table',
      columns: [
        { header: 'System', share: 0.36 },
        { header: 'Accounts', share: 0.14, align: 'right' },
        { header: 'Not personal', share: 0.14, align: 'right' },
        { header: 'Without a person', share: 0.16, align: 'right' },
        { header: 'People without an account', share: 0.2, align: 'right' },
      ],
      rows: [...lines.values()]
        .sort((a, b) => (a.system < b.system ? -1 : 1))
        .map((line) => [
          line.system,
          grouped(line.accounts),
          grouped(line.impersonal),
          grouped(line.without_person),
          grouped(line.people_without_account),
        ]),
    },
  ];
}

function replacedBlocks({ superseded }: PackagedWork): Block[] {
  if (superseded.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Replaced files' },
    {
      kind: 'table',
      columns: [
        { header: 'File', share: 0.4 },
        { header: 'SHA-256', share: 0.3, mono: true },
        { header: 'Replaced by source', share: 0.3, mono: true },
      ],
      rows: superseded.map(({ file, sha256, superseded_by }) => [file, shortHash(sha256), superseded_by]),
    },
  ];
}

function requestBlocks({ as_of, lines }: PbcList): Block[] {
  if (lines.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Items requested of the client' },
    {
      kind: 'paragraph',
      tone: 'quiet',
      text: `As of ${as_of}. A file counts from the day on which it was provided, where that is stated.`,
    },
    {
      kind: 'table',
      columns: [
        { header: 'Item', share: 0.14 },
        { header: 'Asked for', share: 0.34 },
        { header: 'Due', share: 0.14 },
        { header: 'State', share: 0.12 },
        { header: 'Received', share: 0.26 },
      ],
      rows: lines.map(({ item, state, received }) => [
        item.id,
        item.title,
        item.due_on ?? '–',
        item.waived === undefined ? state : `${state}: ${item.waived}`,
        received.map(({ file }) => file).join(', ') || '–',
      ]),
    },
  ];
}

/** Origin, stated totals, completeness, replaced files and requests. */
export function statedBlocks(receipts: readonly Receipt[], work: PackagedWork): Block[] {
  const named = stated(receipts, work);
  return [
    ...originBlocks(named, receipts.length),
    ...totalBlocks(named),
    ...completenessBlocks(work),
    ...replacedBlocks(work),
    ...requestBlocks(work.pbc),
  ];
}
