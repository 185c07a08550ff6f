import type { ProcedureView } from '#shared/contract/schemas.ts';
import { groupBy } from '../../data/group-by.ts';
import { procedureWords as t } from '../../strings/procedures.ts';

export interface ProcedureGroup {
  key: string;
  title: string;
  procedures: readonly ProcedureView[];
}

/** The catalogue by family, or by the requirements of one framework, where a procedure can serve several. */
export function groupProcedures(all: readonly ProcedureView[], framework: string): ProcedureGroup[] {
  if (framework === '') {
    return [...groupBy(all, ({ family }) => family)].map(([family, procedures]) => ({
      key: family,
      title: familyTitle(family),
      procedures,
    }));
  }
  const groups = new Map<string, { key: string; title: string; procedures: ProcedureView[] }>();
  for (const procedure of all) {
    for (const control of procedure.controls) {
      if (control.framework !== framework) continue;
      const key = control.requirement;
      const title = `${control.requirement}: ${control.summary}`;
      const group = groups.get(key) ?? { key, title, procedures: [] };
      if (!group.procedures.includes(procedure)) group.procedures.push(procedure);
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort((a, b) => compareNumbered(a.key, b.key));
}

/** `databases` → "Databases". */
export function familyTitle(family: string): string {
  return t.families[family] ?? family.charAt(0).toUpperCase() + family.slice(1).replaceAll('-', ' ');
}

/** "CC6.2" before "CC6.10": digits count as numbers. No Intl, so that every machine has one order. */
function compareNumbered(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(/(\d+)/));
  for (let i = 0; i < Math.min(left!.length, right!.length); i++) {
    const [x, y] = [left![i]!, right![i]!];
    if (x === y) continue;
    if (i % 2 === 1 && Number(x) !== Number(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return left!.length - right!.length;
}
