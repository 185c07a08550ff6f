import type { Params } from '#shared/contract/methods.ts';
import { ladderWords as t } from '../../../strings/workpapers.ts';
import { countOf } from './draft.ts';

export type Ladder = Params<'methodologies.save'>['methodology'];

/** A ladder that is being written; every field as it was typed. */
export interface LadderDraft {
  /** null = a new one, whose id follows from its name. */
  id: string | null;
  name: string;
  note: string;
  steps: readonly { frequency: string; least: string; most: string }[];
}

export const EMPTY_STEP = { frequency: '', least: '', most: '' } as const;
export const EMPTY_LADDER: LadderDraft = { id: null, name: '', note: '', steps: [EMPTY_STEP] };

export function draftOf({ id, name, note, sizes }: Ladder): LadderDraft {
  const steps = sizes.map(({ frequency, least, most }) => ({
    frequency,
    least: String(least),
    most: String(most),
  }));
  return { id, name, note, steps };
}

/** `Audit manual 2025` → `audit-manual-2025`. */
const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');

/** The ladder, or the first thing that is missing. Steps without any entry are left out. */
export function ladderOf({ id, name, note, steps }: LadderDraft, taken: readonly string[]): Ladder | string {
  const own = id ?? slug(name);
  if (own === '') return t.faults.name;
  if (id === null && taken.includes(own)) return t.faults.taken;
  if (note.trim() === '') return t.faults.note;
  const sizes = steps
    .filter(({ frequency, least, most }) => `${frequency}${least}${most}`.trim() !== '')
    .map(({ frequency, least, most }) => ({
      frequency: frequency.trim(),
      least: countOf(least) ?? 0,
      most: countOf(most) ?? 0,
    }));
  if (sizes.length === 0) return t.faults.steps;
  if (sizes.some(({ frequency, least, most }) => frequency === '' || least < 1 || most < least))
    return t.faults.step;
  return { id: own, name: name.trim(), note: note.trim(), sizes };
}
