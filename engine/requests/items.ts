import { type PbcItem, pbcItem } from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { stored } from '#engine/engagement/stored.ts';
import { requireSource } from '#engine/intake/index.ts';
import type { Session } from '#engine/store/index.ts';

/** What was asked of the client, in the order in which it was listed. */
export async function listItems(session: Session): Promise<PbcItem[]> {
  const rows = await session.rows('SELECT item FROM work.pbc_items ORDER BY position');
  return rows.map((row) => stored(pbcItem, row['item'], 'a requested item'));
}

async function writeItem(session: Session, item: PbcItem): Promise<boolean> {
  const params = { id: item.id, item: JSON.stringify(item) };
  const present = await session.value('SELECT 1 FROM work.pbc_items WHERE item_id = $id', { id: item.id });
  await session.run(
    present === null
      ? 'INSERT INTO work.pbc_items SELECT $id, (SELECT coalesce(max(position), 0) + 1 FROM work.pbc_items), $item'
      : 'UPDATE work.pbc_items SET item = $item WHERE item_id = $id',
    params,
  );
  return present !== null;
}

/** Writes items inside the caller's change; answers how many took the place of one with the same id. */
export async function keepItems(session: Session, items: readonly PbcItem[]): Promise<number> {
  let replaced = 0;
  for (const item of items) if (await writeItem(session, item)) replaced += 1;
  return replaced;
}

/** Adds items, or replaces those with the same id; journaled. Throws BAD_ARGUMENT for one id twice. */
export async function saveItems(
  engagement: Engagement,
  items: readonly PbcItem[],
): Promise<{ added: number; replaced: number }> {
  const ids = items.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    throw new TickmarkError('BAD_ARGUMENT', `the list names the item ${twice} twice`, {
      hint: 'Give each item an id of its own.',
    });
  }
  return engagement.change('pbc_saved', async (session) => {
    const replaced = await keepItems(session, items);
    return { value: { added: items.length - replaced, replaced }, details: { items } };
  });
}

async function requireItem(session: Session, id: string): Promise<PbcItem> {
  const items = await listItems(session);
  const found = items.find((item) => item.id === id);
  if (found) return found;
  throw new TickmarkError('NOT_FOUND', `the list has no item ${id}`, {
    hint: items.length === 0 ? 'It is empty.' : `It has: ${items.map((item) => item.id).join(', ')}.`,
  });
}

/** Throws NOT_FOUND; then nothing is removed. */
export async function removeItems(engagement: Engagement, ids: readonly string[]): Promise<void> {
  await engagement.change('pbc_removed', async (session) => {
    for (const id of ids) {
      await requireItem(session, id);
      await session.run('DELETE FROM work.pbc_items WHERE item_id = $id', { id });
    }
    return { value: null, details: { ids } };
  });
}

/** Puts sources to an item by hand, or takes them from it. Throws NOT_FOUND. */
export async function matchItem(
  engagement: Engagement,
  id: string,
  sources: readonly string[],
  remove: boolean,
): Promise<void> {
  await engagement.change('pbc_matched', async (session) => {
    const item = await requireItem(session, id);
    const named: string[] = [];
    for (const source of sources) named.push((await requireSource(session, source)).source_id);
    const before = item.sources ?? [];
    const after = remove
      ? before.filter((source) => !named.includes(source))
      : [...new Set([...before, ...named])];
    const { sources: _sources, ...rest } = item;
    await writeItem(session, after.length === 0 ? rest : { ...rest, sources: after });
    return { value: null, details: { id, sources: named, ...(remove ? { removed: true } : {}) } };
  });
}
