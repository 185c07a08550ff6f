import type { LineForm } from '#shared/contract/intake-schemas.ts';

export const WAYS = ['pattern', 'fixed', 'delimited'] as const;
export type Way = (typeof WAYS)[number];

/** How lines come apart in this form. */
export function wayOf(form: LineForm): Way {
  return WAYS.find((way) => form[way] !== undefined) ?? 'pattern';
}

/** The form with the lines coming apart in another way; what is skipped stays. */
export function withWay({ skip, begins }: LineForm, way: Way): LineForm {
  const rest = { ...(skip === undefined ? {} : { skip }), ...(begins === undefined ? {} : { begins }) };
  if (way === 'pattern') return { pattern: '', ...rest };
  return way === 'fixed' ? { fixed: {}, ...rest } : { delimited: { by: ' ', names: [] }, ...rest };
}

/** Lines of `name = 1-6` → fields and their places; lines that say something else are left out. */
export function parsePlaces(text: string): Record<string, [number, number]> {
  const places = text.split('\n').flatMap((line): [string, [number, number]][] => {
    const match = /^\s*(.+?)\s*=\s*(\d+)\s*[-–]\s*(\d+)\s*$/u.exec(line);
    return match ? [[match[1]!, [Number(match[2]), Number(match[3])]]] : [];
  });
  return Object.fromEntries(places);
}

export function writePlaces(fixed: Readonly<Record<string, readonly number[]>>): string {
  return Object.entries(fixed)
    .map(([name, [from, to]]) => `${name} = ${from}-${to}`)
    .join('\n');
}

/** Whether enough is said to try it. */
export function isStated({ pattern, fixed, delimited }: LineForm): boolean {
  if (pattern !== undefined) return pattern.trim() !== '';
  if (fixed !== undefined) return Object.keys(fixed).length > 0;
  return delimited !== undefined && delimited.by !== '' && delimited.names.length > 0;
}

/** The form with other lines skipped; what skips nothing is left out. */
export function withSkip(form: LineForm, skip: NonNullable<LineForm['skip']>): LineForm {
  const { first = 0, matching = [] } = { ...form.skip, ...skip };
  const { skip: _skip, ...rest } = form;
  const said = { ...(first > 0 ? { first } : {}), ...(matching.length > 0 ? { matching } : {}) };
  return Object.keys(said).length === 0 ? rest : { ...rest, skip: said };
}
