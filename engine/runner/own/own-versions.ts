import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';
import type { Procedure } from '../registry.ts';
import { parseOwn } from './own-format.ts';
import type { OwnPart } from './own-part.ts';

export interface OwnVersion {
  procedure: Procedure & { own: OwnPart };
  /** The version that runs; none after removal. */
  in_force: boolean;
  by: string;
  at: string;
}

/** Every version of every own procedure, by id and version. Throws PROCEDURE_INVALID. */
export async function ownVersions(session: Session): Promise<OwnVersion[]> {
  const rows = await session.rows('SELECT * FROM work.own_procedures ORDER BY id, version');
  return rows.map((row) => {
    const text = (name: string) => (row[name] === null ? null : String(row[name]));
    const procedure = parseOwn({
      source: text('source')!,
      population: text('population'),
      readme: text('readme')!,
    });
    const { id, version } = procedure.meta;
    if (id !== row['id'] || version !== Number(row['version']) || procedure.digest !== row['sha256']) {
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
