import { useEffect } from 'react';
import type { Conclusion, DeficiencyClass, Disposition, Outcome } from '#shared/model/vocabulary.ts';
import { useAsk } from '../../app/connection.tsx';
import { columnOf } from '../../app/findings.ts';
import type { LocalRows } from '../../data/local-rows.ts';
import { readSubject } from '../../data/subject.ts';
import { findingWords as t } from '../../strings/findings.ts';
import { words } from '../../strings/words.ts';

const NONE = {};

const READ: Readonly<Record<string, (text: string) => string>> = {
  subject_id: readSubject,
  reason_code: (text) => text.replaceAll('_', ' '),
  outcome: (text) => words.outcome[text as Outcome] ?? text,
  disposition: (text) => words.disposition[text as Disposition] ?? text,
  conclusion: (text) => t.conclusions[text as Conclusion] ?? t.notConcluded,
  deficiency: (text) => t.deficiencies[text as DeficiencyClass] ?? t.unclassified,
  since_period: (text) => t.sinces[text as keyof typeof t.sinces] ?? t.notCompared,
};

/** Groups of findings are headed as their columns read; those of a procedure by what it tests. */
export function useHeadings(rows: LocalRows | null): void {
  const procedures = useAsk('procedures.list', NONE).value;
  useEffect(() => {
    if (!rows) return;
    const titles = new Map(procedures?.map(({ id, title }) => [id, title]));
    const headings = new Map(Object.entries(READ).map(([name, read]) => [columnOf(rows, name), read]));
    headings.set(columnOf(rows, 'procedure'), (id) => {
      const title = titles.get(id);
      return title === undefined ? id : `${title} · ${id}`;
    });
    rows.nameGroups(headings);
  }, [rows, procedures]);
}
