import { createHash } from 'node:crypto';
import { boundNames } from '#engine/runner/front-matter.ts';
import type { Moments } from '#engine/engagement/index.ts';
import { quoteLiteral, quoteName, type Row, type Session } from '#engine/store/index.ts';
import { line, type ReportInput, type ReportModel, type ReportSpec } from './model.ts';
import { periodName } from './period-name.ts';
import { AUDIT_QUESTIONS, type AuditQuestion } from './question-list.ts';

/** The eight audit questions, each with its answer, the statement behind it and a digest of the rows it gave. */
export const questionsReport: ReportSpec = {
  id: 'questions',
  title: 'Audit Questions',
  asks: ['access_coverage', 'actual_grants', 'people_at'],
  build,
};

/** Rows as lines of JSON in their order, members in the order of the columns: what the digest is over. */
export function answerDigest(rows: readonly Row[]): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest('hex');
}

/** The statement with the moments written in, so that it can be asked anywhere. */
function written(sql: string, moments: Readonly<Record<string, string>>): string {
  return sql.replace(/\$(as_of|period_start|period_end)\b/g, (_, name: string) =>
    quoteLiteral(moments[name]!),
  );
}

async function present(session: Session, { needs }: AuditQuestion): Promise<boolean> {
  for (const table of needs) {
    if (!(await session.value(`SELECT count(*) > 0 FROM (SELECT 1 FROM main.${quoteName(table)} LIMIT 1)`)))
      return false;
  }
  return true;
}

async function answered(session: Session, question: AuditQuestion, moments: Moments) {
  const named = { as_of: moments.as_of, period_start: moments.period_start, period_end: moments.period_end };
  const bound = Object.fromEntries(
    boundNames(question.sql).map((name) => [name, named[name as keyof typeof named]]),
  );
  const { id, needs } = question;
  const common = { id, question: question.question, query: written(question.sql, named) };
  if (!(await present(session, question))) {
    return {
      ...common,
      answer: `NO DATA: ${needs.join(' or ')} was not imported.`,
      rows: null,
      sha256: null,
      first: [],
    };
  }
  const rows = await session.rows(question.sql, bound);
  return {
    ...common,
    answer: question.answer(rows),
    rows: rows.length,
    sha256: answerDigest(rows),
    first: rows.slice(0, 100),
  };
}

async function build({ session, moments }: ReportInput): Promise<ReportModel> {
  const answers = [];
  for (const question of AUDIT_QUESTIONS) answers.push(await answered(session, question, moments));
  return {
    report: 'questions',
    title: `Audit Questions - ${moments.as_of_text}, ${periodName(moments.period)}`,
    as_of: moments.as_of_text,
    period: `${moments.period.from}..${moments.period.to}`,
    figures: {
      questions: answers.length,
      answered: answers.filter(({ sha256 }) => sha256 !== null).length,
      digests: Object.fromEntries(answers.map(({ id, sha256 }) => [id, sha256])),
    },
    rows: answers,
    sections: answers.map(({ question, answer, query, rows, sha256 }) => ({
      heading: question,
      lines: [
        line('Answer', answer),
        line('Statement', query.replace(/\s+/g, ' ')),
        line('Rows', rows ?? 'none: no data'),
        line('SHA-256 of the rows', sha256 ?? 'none: no data'),
      ],
    })),
    notes: [
      'Answers are recomputed from the sources; what the client says of its own process is not repeated here.',
      'A digest is over the rows in their order, each as one line of JSON with the columns in their order and a line feed after it. The rows of the report carry the first hundred rows of each answer.',
    ],
  };
}
