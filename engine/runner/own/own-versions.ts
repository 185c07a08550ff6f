import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';
import { digestOf, type Procedure } from '../registry.ts';
import { type OwnText, parseOwn } from './own-format.ts';
import type { OwnPart } from './own-part.ts';

export interface OwnVersion {
  procedure: Procedure & { own: OwnPart };
  /** The version that runs; none after removal. */
  in_force: boolean;
  by: string;
  at: string;
}

/**
 * Every version of every own procedure, by id and version. One that this version of Tickmark cannot read is there
 * all the same, and says so. Throws PROCEDURE_INVALID for a stored text that is not the one that was saved.
 */
export async function ownVersions(session: Session): Promise<OwnVersion[]> {
  const rows = await session.rows('SELECT * FROM work.own_procedures ORDER BY id, version');
  return rows.map((row) => {
    const text = (name: string) => (row[name] === null ? null : String(row[name]));
    const named = { id: text('id')!, version: Number(row['version']) };
    const procedure = readOwn(named, {
      source: text('source')!,
      population: text('population'),
      readme: text('readme')!,
    });
    const { id, version } = procedure.meta;
    if (id !== named.id || version !== named.version || procedure.digest !== row['sha256']) {
      throw new TickmarkError(
        'PROCEDURE_INVALID',
        `the stored procedure ${String(row['id'])} is another one`,
        {
          hint: 'Treat this engagement as altered: compare it with your own copy.',
        },
      );
    }
    return {
      procedure,
      in_force: row['in_force'] === true,
      by: String(row['saved_by']),
      at: String(row['saved_at']),
    };
  });
}

function readOwn(named: { id: string; version: number }, text: OwnText): Procedure & { own: OwnPart } {
  try {
    return parseOwn(text);
  } catch (error) {
    if (!(error instanceof TickmarkError)) throw error;
    return unreadable(named, text, error.message);
  }
}

/** Stands in a list for what cannot be read: it has a name and its text, needs nothing and does not run. */
function unreadable(
  { id, version }: { id: string; version: number },
  { source, population, readme }: OwnText,
  reason: string,
): Procedure & { own: OwnPart } {
  return {
    meta: {
      id,
      version,
      title: `${id} (cannot be read by this version of Tickmark)`,
      severity: 'low',
      subject: 'row',
      needs: {},
      params: {},
      replaces: [],
      reasons: {},
    },
    family: 'own',
    sql: source,
    population,
    typed: null,
    own: { raw: [], rows: null, controls: [], unreadable: reason },
    source,
    readme,
    digest: digestOf(source, population),
  };
}

/** Writes one version inside the caller's change; it takes the place of those before it. */
export async function insertOwn(
  session: Session,
  procedure: Procedure & { own: OwnPart },
  author: { by: string; at: string },
): Promise<void> {
  const { meta, digest, source, population, readme } = procedure;
  await session.run('UPDATE work.own_procedures SET in_force = false WHERE id = $id', { id: meta.id });
  await session.run(
    `INSERT INTO work.own_procedures VALUES ($id, $version::INTEGER, $digest, $source, $population, $readme, true, $by, $at)`,
    { id: meta.id, version: meta.version, digest, source, population, readme, ...author },
  );
}
