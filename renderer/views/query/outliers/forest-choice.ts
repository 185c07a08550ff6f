/** How rows are scored. */
export interface ForestChoice {
  seed: number;
  trees: number;
  sample: number;
}

export type ForestDraft = Record<keyof ForestChoice, string>;

export const USUAL: ForestDraft = { seed: '1', trees: '100', sample: '256' };

export const RANGES: Readonly<Record<keyof ForestChoice, readonly [least: number, most: number]>> = {
  seed: [0, 2 ** 32 - 1],
  trees: [1, 10_000],
  sample: [2, 1_000_000],
};

/** What was typed as numbers, or the first field that is none in its range. */
export function readForest(draft: ForestDraft): ForestChoice | keyof ForestChoice {
  const choice = { seed: 0, trees: 0, sample: 0 };
  for (const field of ['seed', 'trees', 'sample'] as const) {
    const text = draft[field].trim().replaceAll(',', '');
    const [least, most] = RANGES[field];
    if (!/^\d{1,10}$/.test(text) || Number(text) < least || Number(text) > most) return field;
    choice[field] = Number(text);
  }
  return choice;
}
