import { createHash } from 'node:crypto';
import { type Methodology, methodology, type MethodologyUse } from '#shared/contract/sampling-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { METHODOLOGIES } from '#engine/analysis/index.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { stored } from '#engine/engagement/stored.ts';
import type { Session } from '#engine/store/index.ts';

/** Ladders of sizes by name: those that come with Tickmark, and those that the engagement has of its own. */

const bad = (message: string, hint: string) => new TickmarkError('BAD_ARGUMENT', message, { hint });
const isShipped = (id: string) => METHODOLOGIES.some((one) => one.id === id);

/** Those of the engagement, in order of id. */
export async function ownMethodologies(session: Session): Promise<Methodology[]> {
  const rows = await session.rows('SELECT methodology FROM work.methodologies ORDER BY id');
  return rows.map((row) => stored(methodology, row['methodology'], 'a methodology'));
}

export const shippedMethodologies = (): (Methodology & { own: boolean })[] =>
  METHODOLOGIES.map(({ sizes, ...one }) => ({ ...one, sizes: [...sizes], own: false }));

/** Those of the engagement, then the shipped ones. */
export async function allMethodologies(session: Session): Promise<(Methodology & { own: boolean })[]> {
  return [
    ...(await ownMethodologies(session)).map((one) => ({ ...one, own: true })),
    ...shippedMethodologies(),
  ];
}

/** Throws NOT_FOUND. */
export function requireMethodology<T extends Methodology>(known: readonly T[], id: string): T {
  const found = known.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new TickmarkError('NOT_FOUND', `there is no methodology ${id}`, {
    hint: known.length === 0 ? 'There is none.' : `There is: ${known.map((one) => one.id).join(', ')}.`,
  });
}

/** What a ladder asks for where a control operates so often. Throws NOT_FOUND for a step that it has not. */
export function stepOf(ladder: Methodology & { own: boolean }, frequency: string): MethodologyUse {
  const found = ladder.sizes.find((one) => one.frequency === frequency);
  if (found !== undefined) return { ...ladder, ...found };
  throw new TickmarkError('NOT_FOUND', `${ladder.id} has no step "${frequency}"`, {
    hint: `It has: ${ladder.sizes.map((one) => one.frequency).join(', ')}.`,
  });
}

function requireLadder({ id, sizes }: Methodology): void {
  if (isShipped(id))
    throw bad(
      `the name ${id} is that of a methodology that comes with Tickmark`,
      'Give it a name of its own: samples name the methodology that their size rests on.',
    );
  const wrong = sizes.find(({ least, most }) => least > most);
  if (wrong !== undefined)
    throw bad(
      `"${wrong.frequency}" asks for at least ${wrong.least} and at most ${wrong.most}`,
      'Turn them round.',
    );
  const words = sizes.map(({ frequency }) => frequency.trim().toLowerCase());
  const twice = words.find((word, i) => words.indexOf(word) !== i);
  if (twice !== undefined)
    throw bad(`two steps are called "${twice}"`, 'A size is looked up by the name of its step.');
}

const digestOf = (ladder: Methodology) => createHash('sha256').update(JSON.stringify(ladder)).digest('hex');

/** The same inside the caller's change. */
export async function keepMethodology(session: Session, ladder: Methodology): Promise<void> {
  requireLadder(ladder);
  await session.run('INSERT OR REPLACE INTO work.methodologies VALUES ($id, $ladder)', {
    id: ladder.id,
    ladder: JSON.stringify(ladder),
  });
}

/**
 * Keeps a ladder with the engagement, or replaces the one of that id; the journal holds both. Samples that were drawn
 * keep the ladder that they rest on. Throws BAD_ARGUMENT.
 */
export async function saveMethodology(
  engagement: Engagement,
  ladder: Methodology,
): Promise<Methodology & { own: boolean }> {
  return engagement.change('methodology_saved', async (session) => {
    const before = (await ownMethodologies(session)).find(({ id }) => id === ladder.id);
    await keepMethodology(session, ladder);
    return {
      value: { ...ladder, own: true },
      details: { methodology: ladder, sha256: digestOf(ladder), ...(before === undefined ? {} : { before }) },
    };
  });
}

/** Throws NOT_FOUND for one that the engagement has not, BAD_ARGUMENT for a shipped one. */
export async function removeMethodology(engagement: Engagement, id: string): Promise<void> {
  if (isShipped(id)) throw bad(`${id} comes with Tickmark`, 'Only what was added can be taken away.');
  await engagement.change('methodology_removed', async (session) => {
    const own = await ownMethodologies(session);
    const before = requireMethodology(own, id);
    await session.run('DELETE FROM work.methodologies WHERE id = $id', { id });
    return { value: null, details: { id, sha256: digestOf(before) } };
  });
}
