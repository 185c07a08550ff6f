import { quoteName, type Session } from '#engine/store/index.ts';
import { chooseTable, requireColumn, type TableChoice } from './table.ts';

export interface SimilarSide extends TableChoice {
  column: string;
}

export interface SimilarPairs {
  left: { table: string; column: string; values: number };
  right: { table: string; column: string; values: number };
  threshold: number;
  /** Pairs that were compared: those with a word that begins alike. */
  compared: number;
  /** Beginnings that too many values share to be compared; their pairs are found by other words or not at all. */
  skipped: { beginning: string; left: number; right: number }[];
  total: number;
  /** The most similar first, then by text. Scores with six places. */
  pairs: {
    left: string;
    right: string;
    score: number;
    /** 1 − edits ÷ length of the longer text. */
    edit: number;
    left_rows: number;
    right_rows: number;
  }[];
}

/** Letters of the beginning of a word that two values must share to be compared. */
const BEGINNING = 3;
const MOST_OF_A_BEGINNING = 4_000_000;

/** Compared form: small letters without accents, anything but letters and digits as one space. */
export function comparedText(text: string): string {
  return `trim(regexp_replace(strip_accents(lower(${text})), '[^\\p{L}\\p{N}]+', ' ', 'g'))`;
}

function isSame(left: SimilarSide, right: SimilarSide): boolean {
  return left.table === right.table && left.source_id === right.source_id && left.column === right.column;
}

/** Words in alphabetical order, so that `Doe, John` and `John Doe` are one. */
function inOrder(text: string): string {
  return `array_to_string(list_sort(str_split(${text}, ' ')), ' ')`;
}

/**
 * Pairs of texts of two columns that are alike. The score is the greater of two Jaro-Winkler similarities (prefix
 * weight 0.1, up to four characters): of the compared forms, and of their words in alphabetical order. Equal forms
 * score 1. Only values of which a word begins with the same three characters are compared. Of one and the same column,
 * each pair of different values comes once. Throws BAD_ARGUMENT.
 */
export async function findSimilar(
  session: Session,
  choice: { left: SimilarSide; right: SimilarSide; threshold: number; limit: number },
): Promise<SimilarPairs> {
  const sides = [choice.left, choice.right] as const;
  const chosen = [];
  for (const [i, side] of sides.entries()) {
    const table = await chooseTable(session, side);
    const column = requireColumn(table, side.column);
    const text = `${quoteName(column.name)}::VARCHAR`;
    const name = i === 0 ? 'similar_left' : 'similar_right';
    await session.run(
      `CREATE OR REPLACE TEMP TABLE ${name} AS
       SELECT value, n, form, ${inOrder('form')} AS ordered FROM (
         SELECT value, count(*) AS n, ${comparedText('value')} AS form
         FROM (SELECT ${text} AS value FROM ${table.from}) WHERE value IS NOT NULL GROUP BY value)
       WHERE form <> '' ORDER BY value`,
      table.params,
    );
    chosen.push({
      table: table.name,
      column: column.name,
      values: Number(await session.value(`SELECT count(*) FROM temp.${name}`)),
    });
  }
  const words = (side: string) =>
    `SELECT DISTINCT value, form, ordered, n, left(word, ${BEGINNING}) AS beginning
     FROM temp.${side}, unnest(str_split(form, ' ')) AS words(word)`;
  const sizes = `
    SELECT l.beginning, l.values AS "left", r.values AS "right"
    FROM (SELECT beginning, count(*) AS values FROM (${words('similar_left')}) GROUP BY beginning) AS l
    JOIN (SELECT beginning, count(*) AS values FROM (${words('similar_right')}) GROUP BY beginning) AS r USING (beginning)`;
  const skipped = await session.rows(
    `SELECT * FROM (${sizes}) WHERE "left" * "right" > ${MOST_OF_A_BEGINNING} ORDER BY beginning`,
  );
  await session.run(
    `CREATE OR REPLACE TEMP TABLE similar_pairs AS
     SELECT DISTINCT l.value AS "left", r.value AS "right", l.n AS left_rows, r.n AS right_rows,
            l.form AS lf, r.form AS rf, l.ordered AS lo, r.ordered AS ro
     FROM (${words('similar_left')}) AS l JOIN (${words('similar_right')}) AS r USING (beginning)
     WHERE NOT list_contains($skipped, beginning) AND (NOT $one OR l.value < r.value)`,
    { skipped: skipped.map((row) => String(row['beginning'])), one: isSame(choice.left, choice.right) },
  );
  const scored = `
    SELECT "left", "right", left_rows, right_rows,
           round(greatest(jaro_winkler_similarity(lf, rf), jaro_winkler_similarity(lo, ro)), 6) AS score,
           round(1 - levenshtein(lf, rf) / greatest(length(lf), length(rf)), 6) AS edit
    FROM temp.similar_pairs`;
  const found = `SELECT * FROM (${scored}) WHERE score >= $threshold`;
  const params = { threshold: choice.threshold };
  const compared = await session.value('SELECT count(*) FROM temp.similar_pairs');
  const total = await session.value(`SELECT count(*) FROM (${found})`, params);
  const pairs = await session.rows(
    `${found} ORDER BY score DESC, edit DESC, "left", "right" LIMIT $limit::BIGINT`,
    { ...params, limit: String(choice.limit) },
  );
  for (const name of ['similar_left', 'similar_right', 'similar_pairs'])
    await session.run(`DROP TABLE temp.${name}`);
  return {
    left: chosen[0]!,
    right: chosen[1]!,
    threshold: choice.threshold,
    compared: Number(compared),
    skipped: skipped.map((row) => ({
      beginning: String(row['beginning']),
      left: Number(row['left']),
      right: Number(row['right']),
    })),
    total: Number(total),
    pairs: pairs.map((row) => ({
      left: String(row['left']),
      right: String(row['right']),
      score: Number(row['score']),
      edit: Number(row['edit']),
      left_rows: Number(row['left_rows']),
      right_rows: Number(row['right_rows']),
    })),
  };
}
