/** A named table of sample sizes by how often a control operates. */
export interface Methodology {
  id: string;
  name: string;
  /** Where it comes from and what it is not. */
  note: string;
  sizes: readonly { frequency: string; least: number; most: number }[];
}

/** Custom of audit firms. No standard sets these numbers: exact limits are always printed beside them. */
export const METHODOLOGIES: readonly Methodology[] = [
  {
    id: 'frequency-ladder',
    name: 'By frequency of the control',
    note: 'Custom of audit firms, not a standard. See the exact limit that goes with the size.',
    sizes: [
      { frequency: 'annual', least: 1, most: 1 },
      { frequency: 'quarterly', least: 2, most: 2 },
      { frequency: 'monthly', least: 2, most: 5 },
      { frequency: 'weekly', least: 5, most: 15 },
      { frequency: 'daily', least: 20, most: 40 },
      { frequency: 'many a day', least: 25, most: 60 },
    ],
  },
];
