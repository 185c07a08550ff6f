/** Columns that every statement of a procedure gives, and that findings keep. */
const GIVEN = 'subject_type|subject_id|outcome|reason_code|finding_key';

const LAST_LINE = new RegExp(`\\nORDER BY ((?:${GIVEN})(?:, (?:${GIVEN}))*)\\s*$`);

/**
 * The statement without its order, where its last line states one by columns that it gives itself; else the whole of it, and no
 * columns. The database hands sorted rows to one processor where they are fewer than one of its row groups, 122,880, and what is
 * worked out of them afterwards is then worked out by one; so the order comes last where it can. Not for statements of
 * an auditor: the same line decides there which row a DISTINCT ON keeps.
 */
export function orderLast(sql: string): { rows: string; order: readonly string[] } {
  const line = LAST_LINE.exec(sql);
  return line === null
    ? { rows: sql, order: [] }
    : { rows: sql.slice(0, line.index), order: line[1]!.split(', ') };
}
