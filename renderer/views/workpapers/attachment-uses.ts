import type { ControlView } from '#shared/contract/control-schemas.ts';
import * as z from 'zod/mini';

export interface Use {
  /** Sample or control, as it is called. */
  name: string;
  /** Its address under Procedures. */
  query: Record<string, string>;
}

const recorded = z.looseObject({ attachments: z.array(z.string()) });

/**
 * SHA-256 → what rests on the file, each named once.
 * @param results sample, item, result as JSON: rows of work.sample_results
 */
export function usesOf(
  results: readonly (readonly unknown[])[],
  controls: readonly ControlView[],
): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  const add = (sha256: string, use: Use): void => {
    const all = uses.get(sha256) ?? [];
    if (!all.some(({ name }) => name === use.name)) all.push(use);
    uses.set(sha256, all);
  };
  for (const { control, design, operation } of controls) {
    const use = { name: control.id, query: { view: 'controls', control: control.id } };
    for (const sha256 of [...(design?.attachments ?? []), ...(operation?.attachments ?? [])])
      add(sha256, use);
  }
  for (const [sample, , result] of results) {
    const name = String(sample);
    for (const sha256 of filesOf(result)) add(sha256, { name, query: { view: 'samples', sample: name } });
  }
  return uses;
}

function filesOf(result: unknown): readonly string[] {
  try {
    const parsed = z.safeParse(recorded, typeof result === 'string' ? JSON.parse(result) : result);
    return parsed.success ? parsed.data.attachments : [];
  } catch {
    return [];
  }
}
