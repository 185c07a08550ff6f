import { PBC_STATES, type PbcItem, type PbcLine, type PbcList } from '#shared/contract/intake-schemas.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { listSources, statementsBySource } from '#engine/intake/index.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import { listItems } from './items.ts';

/** A file that came, with what items are matched by. */
interface Came {
  receipt: Receipt;
  systems: ReadonlySet<string>;
  /** Day on which it was provided; null = nobody stated it. */
  on: string | null;
}

/** Systems that the rows of each source name, in lower case. */
async function systemsBySource(session: Session): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const { name, columns } of canonicalTables.values()) {
    if (!columns.some((column) => column.name === 'system')) continue;
    const rows = await session.rows(
      `SELECT DISTINCT source_id, lower(system) AS system FROM main.${quoteName(name)} WHERE system IS NOT NULL`,
    );
    for (const row of rows) {
      const source = String(row['source_id']);
      found.set(source, (found.get(source) ?? new Set()).add(String(row['system'])));
    }
  }
  return found;
}

/**
 * Files in force. `importedOn` gives the day of import where nobody stated when a file was provided; work that must come
 * out the same anywhere passes none.
 */
async function filesThatCame(
  session: Session,
  items: readonly PbcItem[],
  importedOn: (sourceId: string) => string | null,
): Promise<Came[]> {
  // Every table is read for the systems: only where an item is told by one.
  const told = items.some(({ match }) => match?.system !== undefined);
  const systems = told ? await systemsBySource(session) : new Map<string, Set<string>>();
  const statements = await statementsBySource(session);
  const came: Came[] = [];
  for (const receipt of await listSources(session)) {
    if (receipt.superseded_by !== undefined) continue;
    came.push({
      receipt,
      systems: systems.get(receipt.source_id) ?? new Set(),
      on: statements.get(receipt.source_id)?.provenance.provided_on ?? importedOn(receipt.source_id),
    });
  }
  return came;
}

/** `*` any characters, `?` one; without regard to case. */
function fits(pattern: string, name: string): boolean {
  const source = pattern
    .split(/([*?])/)
    .map((piece) => (piece === '*' ? '.*' : piece === '?' ? '.' : piece.replace(/[\\^$.|+()[\]{}]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`, 'iu').test(name);
}

function answers(item: PbcItem, { receipt, systems }: Came): boolean {
  const { reader, table, system, file } = item.match ?? {};
  if (reader === undefined && table === undefined && system === undefined && file === undefined) return false;
  const names = [receipt.file, ...(receipt.also_named ?? [])];
  const named = names.flatMap((name) => [name, name.slice(name.lastIndexOf('/') + 1)]);
  return (
    (reader === undefined || receipt.reader === reader) &&
    (table === undefined || receipt.tables.includes(table)) &&
    (system === undefined || systems.has(system.toLowerCase())) &&
    (file === undefined || named.some((name) => fits(file, name)))
  );
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** An item and what came for it. `asOf`: what came later is not there yet. */
function line(item: PbcItem, came: readonly Came[], asOf: string): PbcLine {
  const received = came
    .filter((one) => one.on === null || one.on <= asOf)
    .flatMap((one) => {
      const byHand = (item.sources ?? []).includes(one.receipt.source_id);
      return byHand || answers(item, one) ? [{ one, byHand }] : [];
    });
  const due = item.due_on;
  const whole = received.length >= (item.expected ?? 1);
  // The day on which the last of those that were expected came.
  const days = received
    .map(({ one }) => one.on)
    .filter((on) => on !== null)
    .sort();
  const completed = whole ? (days[(item.expected ?? 1) - 1] ?? days.at(-1) ?? null) : null;
  const over = due === undefined ? 0 : daysBetween(due, completed ?? asOf);
  const late = over > 0 && (!whole || completed !== null);
  const state =
    item.waived !== undefined ? 'waived' : whole ? (late ? 'late' : 'received') : late ? 'missing' : 'open';
  return {
    item,
    state,
    received: received.map(({ one, byHand }) => ({
      source_id: one.receipt.source_id,
      file: one.receipt.file,
      on: one.on,
      by_hand: byHand,
    })),
    days_late: late && state !== 'waived' ? over : null,
  };
}

/** The list as of a day: what is open, received, late, missing or no longer asked for. */
export async function pbcList(
  session: Session,
  asOf: string,
  importedOn: (sourceId: string) => string | null = () => null,
): Promise<PbcList> {
  const items = await listItems(session);
  const came = items.length === 0 ? [] : await filesThatCame(session, items, importedOn);
  const lines = items.map((item) => line(item, came, asOf));
  const counts = Object.fromEntries(
    PBC_STATES.map((state) => [state, lines.filter((one) => one.state === state).length]),
  ) as PbcList['counts'];
  return { as_of: asOf, counts, lines };
}
