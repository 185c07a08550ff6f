import type { MacroSpec } from './spec.ts';

export const policyMacros: readonly MacroSpec[] = [
  {
    name: 'snapshot_at',
    parameters: ['moment'],
    doc: 'Grants of the latest snapshot of each system that was taken at or before a moment',
    sql: `
      SELECT g.*
      FROM main.grants AS g
      JOIN (
        SELECT system, max(as_of) AS as_of FROM main.grants WHERE as_of <= moment GROUP BY system
      ) AS latest USING (system, as_of)`,
  },
];
