import { type ControlTests, controlTests } from '#shared/contract/control-schemas.ts';
import { stored } from '#engine/engagement/stored.ts';
import type { Session } from '#engine/store/index.ts';

interface Withdrawn {
  control_id: string;
  conclusion: NonNullable<ControlTests['conclusion']>;
}

/** Takes away the conclusions on controls whose test of operation rests on a sample with other results than then. */
export async function withdrawConclusions(session: Session, sampleId: string): Promise<Withdrawn[]> {
  const rows = await session.rows('SELECT control_id, control FROM work.controls ORDER BY position');
  const withdrawn: Withdrawn[] = [];
  for (const row of rows) {
    const kept = stored(controlTests, row['control'], 'a control');
    const { operation, conclusion } = kept;
    if (conclusion === null || !operation?.samples.includes(sampleId)) continue;
    const id = String(row['control_id']);
    await session.run('UPDATE work.controls SET control = $control WHERE control_id = $id', {
      id,
      control: JSON.stringify({ ...kept, conclusion: null }),
    });
    withdrawn.push({ control_id: id, conclusion });
  }
  return withdrawn;
}
