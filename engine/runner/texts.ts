import type { CellRow, FindingTexts, ParamValue, ProcedureMeta } from './kit/index.ts';

export type FilledTexts = Required<FindingTexts>;

/** What a finding's texts may draw on. */
export interface TextSubject {
  subject_id: string;
  reason_code: string;
  summary: string;
  details: CellRow;
  params: Readonly<Record<string, ParamValue>>;
}

function fill(template: string, subject: TextSubject): string {
  return template.replace(
    /\{(details|params)\.([a-z_0-9]+)\}|\{(summary|subject_id)\}/g,
    (whole, group, name, plain) => {
      if (plain !== undefined) return subject[plain as 'summary' | 'subject_id'];
      const value = group === 'details' ? subject.details[name as string] : subject.params[name as string];
      if (value === undefined) return whole as string;
      if (value === null) return 'not stated';
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    },
  );
}

/** Condition, criteria, cause, effect and recommendation of a finding; '' where the procedure states none. */
export function findingTexts(meta: ProcedureMeta, subject: TextSubject): FilledTexts {
  const reason = meta.reasons[subject.reason_code];
  const text = (part: keyof FindingTexts, otherwise: string): string =>
    fill(reason?.[part] ?? meta.texts?.[part] ?? otherwise, subject);
  return {
    condition: text('condition', subject.summary),
    criteria: text('criteria', meta.title),
    cause: text('cause', ''),
    effect: text('effect', ''),
    recommendation: text('recommendation', ''),
  };
}
