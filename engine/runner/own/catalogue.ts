import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';
import { nearest } from '../nearest.ts';
import { listProcedures, type Procedure } from '../registry.ts';
import type { OwnPart } from './own-part.ts';
import { ownVersions } from './own-versions.ts';

/** The procedures of an engagement: those of this build, and the auditor's own. */
export interface Catalogue {
  /** What can be run: those of this build by family and id, then the own ones in force by id. */
  list: () => readonly Procedure[];
  /** Throws PROCEDURE_UNKNOWN with the nearest ids. */
  find: (id: string) => Procedure;
  /** What a run was made with: own procedures keep every version. Throws PROCEDURE_UNKNOWN. */
  ofRun: (run: { procedure: string; version: number }) => Procedure;
  /** Own procedures that the auditor put to a requirement: id of the framework and of the requirement. */
  serving: (framework: string, requirement: string) => readonly string[];
}

export function isOwn(procedure: Procedure): procedure is Procedure & { own: OwnPart } {
  return procedure.own !== null;
}

function unknown(id: string, known: readonly string[]): TickmarkError {
  const near = nearest(id, known);
  return new TickmarkError('PROCEDURE_UNKNOWN', `no procedure is called "${id}"`, {
    hint: `Nearest: ${near.join(', ')}.`,
    details: { nearest: near },
  });
}

function catalogue(own: readonly Procedure[], earlier: readonly Procedure[]): Catalogue {
  const all = [...listProcedures(), ...own];
  const find = (id: string): Procedure => {
    const found = all.find(({ meta }) => meta.id === id || meta.replaces.includes(id));
    if (found) return found;
    throw unknown(
      id,
      all.map(({ meta }) => meta.id),
    );
  };
  return {
    list: () => all,
    find,
    ofRun: ({ procedure: id, version }) =>
      [...own, ...earlier].find(({ meta }) => meta.id === id && meta.version === version) ?? find(id),
    serving: (framework, requirement) =>
      own
        .filter(({ own: part }) =>
          part?.controls.some((one) => one.framework === framework && one.requirement === requirement),
        )
        .map(({ meta }) => meta.id),
  };
}

/** Those of this build alone, where there is no engagement. */
export const SHIPPED: Catalogue = catalogue([], []);

/** Throws PROCEDURE_INVALID for a stored procedure that was altered. */
export async function engagementProcedures(session: Session): Promise<Catalogue> {
  const versions = await ownVersions(session);
  return catalogue(
    versions.filter(({ in_force }) => in_force).map(({ procedure }) => procedure),
    versions.filter(({ in_force }) => !in_force).map(({ procedure }) => procedure),
  );
}
