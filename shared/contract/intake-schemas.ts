import * as z from 'zod/mini';
import { dateText } from './schemas.ts';

const text = z.string().check(z.minLength(1));

/** A reader in use: of this build, or made by hand in the engagement. */
export const readerView = z.object({
  id: z.string(),
  title: z.string(),
  format: z.string(),
  tables: z.array(z.string()),
  /** Made by hand in this engagement. */
  own: z.boolean(),
});

// ── Mapping by hand ──────────────────────────────────────────────────────────────────────────────────────────────

/** How one canonical column is read. Without `as` the column's type decides; `constant` needs no `from`. */
export const mappedColumn = z.object({
  /** Headers of the file, the best first; several = the first with a value counts. */
  from: z.optional(z.array(text)),
  /** A coercion, see mapping.targets. */
  as: z.optional(z.string()),
  /** A record without it is rejected. Left out: where the column is part of the natural key. */
  required: z.optional(z.boolean()),
  /** Words that mean "no value", without regard to case. */
  none: z.optional(z.array(text)),
  /** Words of the file → words of the column. */
  values: z.optional(z.record(z.string(), z.string())),
  constant: z.optional(z.string()),
});
export type MappedColumn = z.infer<typeof mappedColumn>;

/** How the lines of a text come apart: one of pattern, fixed and delimited. */
export const lineForm = z.object({
  /** RE2 syntax with named groups: `^(?<when>\\S+) (?<who>\\S+)`. */
  pattern: z.optional(text),
  /** Field → its first and last character, counted from 1. */
  fixed: z.optional(z.record(z.string(), z.tuple([z.number(), z.number()]))),
  /** A single space stands for any run of white space. */
  delimited: z.optional(z.object({ by: text, names: z.array(text) })),
  /** Lines that are no records: so many at the beginning, and those that answer a pattern. They are counted. */
  skip: z.optional(z.object({ first: z.optional(z.number()), matching: z.optional(z.array(text)) })),
  /** First line of texts of this kind: the next file is known by it. */
  begins: z.optional(z.string()),
});
export type LineForm = z.infer<typeof lineForm>;

/** What the user puts together in the mapping view; saved as a reader.yaml. */
export const mappingDraft = z.object({
  /** `own-` is put in front where it is missing. */
  id: text,
  title: z.optional(z.string()),
  /** For texts that are kept line by line. */
  lines: z.optional(lineForm),
  targets: z
    .array(
      z.object({
        table: text,
        /** Part of the file: a sheet, or the path of a list in a document. Left out: the one that has the headers. */
        part: z.optional(z.nullable(z.string())),
        /** Columns that together name a row; left out: what readers of this build use, where it is all mapped. */
        key: z.optional(z.array(text)),
        /** Column that places a row in the period. */
        moment: z.optional(z.string()),
        columns: z.record(z.string(), mappedColumn),
      }),
    )
    .check(z.minLength(1)),
});
export type MappingDraft = z.infer<typeof mappingDraft>;

export const mappingView = z.object({
  id: z.string(),
  version: z.number(),
  title: z.string(),
  tables: z.array(z.string()),
  formats: z.array(z.string()),
  sha256: z.string(),
  yaml: z.string(),
  /** Files in force that are read with it. */
  sources: z.array(z.object({ source_id: z.string(), file: z.string() })),
});
export type MappingView = z.infer<typeof mappingView>;

/** A file that can be mapped: one entry for each of its parts (sheets). */
export const mappingPreview = z.object({
  source_id: z.string(),
  file: z.string(),
  reader: z.nullable(z.string()),
  parts: z.array(
    z.object({
      table: z.string(),
      part: z.nullable(z.string()),
      format: z.string(),
      rows: z.number(),
      columns: z.array(
        z.object({
          header: z.string(),
          column: z.string(),
          /** Rows without a value. */
          empty: z.number(),
          /** Different values, capped at 10,000. */
          distinct: z.number(),
          /** Up to five of the most frequent values, the most frequent first. */
          samples: z.array(z.string()),
        }),
      ),
      /** The first rows as text, in the order of `columns`. */
      first: z.array(z.object({ record: z.number(), values: z.array(z.nullable(z.string())) })),
      /** Lines among the first thousand that do not come apart as stated. */
      unfit: z.optional(z.number()),
    }),
  ),
});
export type MappingPreview = z.infer<typeof mappingPreview>;

export const mappingTarget = z.object({
  table: z.string(),
  doc: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      doc: z.string(),
      /** The coercion that applies where none is stated. */
      coercion: z.string(),
    }),
  ),
  /** Natural key and leading date that readers of this build use for the table. */
  key: z.array(z.string()),
  moment: z.nullable(z.string()),
});
export type MappingTarget = z.infer<typeof mappingTarget>;

export const mappingTest = z.object({
  /** Records that were tried. */
  records: z.number(),
  loaded: z.number(),
  rejected: z.number(),
  rejects: z.array(
    z.object({ record: z.number(), code: z.string(), message: z.string(), raw: z.nullable(z.string()) }),
  ),
  tables: z.array(
    z.object({
      table: z.string(),
      rows: z.number(),
      columns: z.array(z.string()),
      /** The first rows as they would be, record number first; plain JSON values in the order of `columns`. */
      first: z.array(z.object({ record: z.number(), values: z.array(z.unknown()) })),
    }),
  ),
  /** Headers that no column takes. */
  unused: z.array(z.string()),
  /** The reader.yaml that would be saved. */
  yaml: z.string(),
});
export type MappingTest = z.infer<typeof mappingTest>;

// ── Receipt sheet ────────────────────────────────────────────────────────────────────────────────────────────────

/** Questions on information that the company supplied in electronic form (AS 1105.10A). */
export const SUPPLIED_QUESTIONS = ['source', 'flow', 'altered', 'tested'] as const;
export const TOTAL_KINDS = ['records', 'sum', 'hash_total', 'sha256'] as const;

/** As told by the client. Dates are stated, not taken from the clock. */
export const provenance = z.object({
  source_system: z.optional(z.string()),
  /** Report, query or command that produced it. */
  query: z.optional(z.string()),
  provided_by: z.optional(z.string()),
  provided_on: z.optional(dateText),
  /** When it was extracted. */
  extracted_on: z.optional(z.string()),
  note: z.optional(z.string()),
});
export type Provenance = z.infer<typeof provenance>;

export const answer = z.object({ answer: z.string(), by: z.string(), on: dateText });

/** A total from the client's own statement. */
export const statedTotal = z.object({
  kind: z.enum(TOTAL_KINDS),
  /** sum and hash_total: `table.column`, or a header of an unmapped file. */
  column: z.optional(z.string()),
  /** Number as text; for sha256 64 hex digits. */
  value: text,
  /** Where the client states it. */
  stated_in: z.optional(z.string()),
  by: z.string(),
  on: dateText,
});
export type StatedTotal = z.infer<typeof statedTotal>;

/** Everything that people state about a source. */
export const sourceStatement = z.object({
  provenance,
  answers: z.partialRecord(z.enum(SUPPLIED_QUESTIONS), answer),
  totals: z.array(statedTotal),
  /** The auditor's conclusion on the file as evidence. */
  conclusion: z.nullable(
    z.object({ sufficient: z.boolean(), reason: z.string(), by: z.string(), on: dateText }),
  ),
});
export type SourceStatement = z.infer<typeof sourceStatement>;

export const totalCheck = z.object({
  kind: z.enum(TOTAL_KINDS),
  column: z.nullable(z.string()),
  stated: z.string(),
  computed: z.nullable(z.string()),
  result: z.enum(['agrees', 'differs', 'not_comparable']),
  /** stated − computed. */
  difference: z.nullable(z.string()),
  /** Why it cannot be compared, or what may explain the difference. */
  note: z.nullable(z.string()),
  stated_in: z.nullable(z.string()),
  by: z.string(),
  on: z.string(),
});
export type TotalCheck = z.infer<typeof totalCheck>;

export const completenessLine = z.object({
  system: z.string(),
  accounts: z.number(),
  /** Service, shared and vendor accounts: no person is expected behind them. */
  impersonal: z.number(),
  /** Accounts that should stand for a person and lead to none. */
  without_person: z.number(),
  /** Employed people at `as_of` without any account in the system. */
  people_without_account: z.number(),
  /** Statements for query.open that list them. */
  queries: z.object({ without_person: z.string(), people_without_account: z.string() }),
});
export type CompletenessLine = z.infer<typeof completenessLine>;

export const sourceSheet = z.object({
  source_id: z.string(),
  statement: sourceStatement,
  questions: z.array(
    z.object({
      id: z.enum(SUPPLIED_QUESTIONS),
      question: z.string(),
      answer: z.nullable(answer),
    }),
  ),
  totals: z.array(totalCheck),
  /** How each date column lies to the period. */
  period: z.array(
    z.object({
      table: z.string(),
      column: z.string(),
      min: z.string(),
      max: z.string(),
      /** covers: from before or at its begin to its last day or later. */
      position: z.enum(['covers', 'within', 'overlaps', 'outside']),
    }),
  ),
  gaps: z.array(
    z.object({
      table: z.string(),
      column: z.string(),
      kind: z.enum(['days', 'numbers']),
      /** Missing days of the period, or numbers between the lowest and the highest. */
      missing: z.number(),
      /** The first twenty, runs as A..B. */
      first: z.array(z.string()),
    }),
  ),
  completeness: z.object({
    as_of: z.string(),
    /** Employed people known at that moment; 0 = no HR or directory list was imported. */
    people: z.number(),
    systems: z.array(completenessLine),
  }),
  /** What the sheet still lacks, in words. */
  open: z.array(z.string()),
});
export type SourceSheet = z.infer<typeof sourceSheet>;

// ── Requested items (PBC list) ───────────────────────────────────────────────────────────────────────────────────

export const PBC_STATES = ['open', 'received', 'late', 'missing', 'waived'] as const;

/** What counts as the item: all that is stated must hold. */
export const pbcMatch = z.object({
  reader: z.optional(z.string()),
  table: z.optional(z.string()),
  system: z.optional(z.string()),
  /** Pattern of the file's name: `*` and `?`, without regard to case. */
  file: z.optional(z.string()),
});

export const pbcItem = z.object({
  id: text,
  title: text,
  description: z.optional(z.string()),
  /** Who at the client is to provide it. */
  owner: z.optional(z.string()),
  requested_on: z.optional(dateText),
  due_on: z.optional(dateText),
  match: z.optional(pbcMatch),
  /** Files that are meant to come; 1 where left out. */
  expected: z.optional(z.number().check(z.int(), z.positive())),
  /** Sources that were put to it by hand. */
  sources: z.optional(z.array(text)),
  /** Why it is no longer asked for. */
  waived: z.optional(text),
});
export type PbcItem = z.infer<typeof pbcItem>;

export const pbcLine = z.object({
  item: pbcItem,
  state: z.enum(PBC_STATES),
  received: z.array(
    z.object({
      source_id: z.string(),
      file: z.string(),
      /** Day it was provided as stated on its receipt, else the day of import. */
      on: z.nullable(z.string()),
      by_hand: z.boolean(),
    }),
  ),
  /** Days after the due date, of what came late or has not come. */
  days_late: z.nullable(z.number()),
});
export type PbcLine = z.infer<typeof pbcLine>;

export const pbcList = z.object({
  as_of: z.string(),
  counts: z.record(z.enum(PBC_STATES), z.number()),
  lines: z.array(pbcLine),
});
export type PbcList = z.infer<typeof pbcList>;

export const pbcSuggestion = z.object({
  item: pbcItem,
  /** Procedures that could not be carried out without it. */
  procedures: z.array(z.string()),
});
