import {
  CONCLUSIONS,
  type Conclusion,
  DISPOSITIONS,
  type DeficiencyClass,
  type Disposition,
  OUTCOMES,
  type Outcome,
  SEVERITIES,
  type Severity,
} from '#shared/model/vocabulary.ts';
import { SeverityMark } from '../../components/severity.tsx';
import type { ColumnLook } from '../../components/table/column-look.ts';
import { readSubject } from '../../data/subject.ts';
import { findingWords as t } from '../../strings/findings.ts';
import { words } from '../../strings/words.ts';

/** How the columns of findings read. */
const COLUMNS: Record<string, ColumnLook> = {
  id: { hidden: true, mono: true },
  severity: {
    title: t.severity,
    width: 104,
    choices: SEVERITIES,
    render: (value) => <SeverityMark severity={value as Severity} />,
    room: 84,
  },
  procedure: { title: t.procedure, width: 188, mono: true },
  subject_type: { title: t.subjectType, width: 100, hidden: true },
  subject_id: { title: t.subject, width: 210, render: (value) => readSubject(String(value)) },
  reason_code: { title: t.reason, width: 146, render: (value) => String(value).replaceAll('_', ' ') },
  summary: { title: t.summary, width: 480 },
  outcome: {
    title: t.outcome,
    width: 104,
    choices: OUTCOMES,
    render: (value) => words.outcome[value as Outcome] ?? String(value),
  },
  disposition: {
    title: t.disposition,
    width: 160,
    choices: DISPOSITIONS,
    render: (value) => words.disposition[value as Disposition] ?? String(value),
  },
  since_period: {
    title: t.since,
    width: 150,
    choices: ['new', 'persisting'],
    render: (value) => t.sinces[value as keyof typeof t.sinces] ?? t.notCompared,
  },
  conclusion: {
    title: t.conclusion,
    width: 130,
    choices: CONCLUSIONS,
    render: (value) => t.conclusions[value as Conclusion] ?? t.notConcluded,
  },
  deficiency: {
    title: t.deficiency,
    width: 170,
    hidden: true,
    render: (value) => t.deficiencies[value as DeficiencyClass] ?? t.unclassified,
  },
  response_owner: { title: t.owner, width: 170, hidden: true },
  response_due: { title: t.due, width: 110, hidden: true },
  tick_marks: { title: t.tickMarkColumn, width: 90 },
};

/** Where nothing was taken over, there is no last period to compare with. */
const ALONE: Record<string, ColumnLook> = {
  ...COLUMNS,
  since_period: { ...COLUMNS['since_period'], hidden: true },
};

export const looksOf = (rolled: boolean): Readonly<Record<string, ColumnLook>> => (rolled ? COLUMNS : ALONE);
