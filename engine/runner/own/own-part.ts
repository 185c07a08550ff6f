/** Ids of an auditor's own procedures: a family that no procedure of a build has. */
export const OWN_ID = /^own\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** How the rows of a plain SELECT become findings, where it does not give the columns of a procedure itself. */
export interface RowMapping {
  /** Column that names the subject; its values are never null. */
  subject: string;
  /** Text of a finding with `{column}` for values; without it the title and the subject. */
  summary?: string;
  /** Columns that tell several rows of one subject apart. */
  key?: string[];
  /** What each row is. */
  outcome: 'exception' | 'lead';
}

/** What an auditor's own procedure states beside what every procedure states. */
export interface OwnPart {
  /** Tables of the schema raw that it needs. */
  raw: string[];
  /** null: the statement gives the columns of a procedure. */
  rows: RowMapping | null;
  /** Requirements that it serves: id of the framework and of the requirement. */
  controls: { framework: string; requirement: string }[];
  /** Why this version of Tickmark cannot read it, and so cannot run it; everything else of it is blank. */
  unreadable?: string;
}
