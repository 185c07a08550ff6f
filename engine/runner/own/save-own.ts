import type { OwnDraft } from '#shared/contract/own-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { resolveMoments } from '#engine/engagement/moments.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import type { Session } from '#engine/store/index.ts';
import { NOTHING_FOUND } from '../found.ts';
import { nextRunId, recordRun } from '../record.ts';
import { studyDraft } from './draft.ts';
import { insertOwn, type OwnVersion, ownVersions } from './own-versions.ts';

interface Author {
  by: string;
  at: string;
}

function versionsOf(versions: readonly OwnVersion[], id: string): OwnVersion[] {
  return versions.filter(({ procedure }) => procedure.meta.id === id);
}

/**
 * Keeps a draft as a procedure of the engagement, or with `edit` as the next version of the one in force. Throws
 * PROCEDURE_INVALID for one that lacks something or takes the id of another, and what the guard throws; then nothing is kept.
 */
export function saveOwn(
  engagement: Engagement,
  draft: OwnDraft,
  edit: boolean,
  author: Author,
): Promise<{ id: string; version: number; notes: string[] }> {
  return engagement.change('procedure_saved', async (session) => {
    const known = versionsOf(await ownVersions(session), draft.id);
    requireFree(draft.id, known, edit);
    const version = (known.at(-1)?.procedure.meta.version ?? 0) + 1;
    // The guard asks a connection of its own: this one writes.
    const { procedure, notes, missing, suggested } = await engagement.store.use((reader) =>
      studyDraft(reader, engagement, draft, { version, before: edit ? inForceOf(known) : null }),
    );
    if (procedure === null) {
      throw new TickmarkError('PROCEDURE_INVALID', `the statement does not give ${missing.join(', ')}`, {
        hint: `Give these columns, or say which column names the subject${suggested === null ? '' : `, for example ${suggested}`}.`,
        details: { missing, suggested },
      });
    }
    await insertOwn(session, procedure, author);
    const { meta, digest, source, population } = procedure;
    return {
      value: { id: meta.id, version, notes },
      details: { id: meta.id, version, sha256: digest, source, population, by: author.by },
    };
  });
}

function inForceOf(known: readonly OwnVersion[]): OwnVersion['procedure'] | null {
  return known.find(({ in_force }) => in_force)?.procedure ?? null;
}

function requireFree(id: string, known: readonly OwnVersion[], edit: boolean): void {
  const inForce = known.some(({ in_force }) => in_force);
  if (inForce && !edit) {
    throw new TickmarkError('PROCEDURE_INVALID', `there is a procedure ${id} already`, {
      hint: 'Edit it, or give the new one another id.',
    });
  }
  if (!inForce && edit) {
    throw new TickmarkError('PROCEDURE_UNKNOWN', `there is no procedure ${id} that could be edited`, {
      hint: 'Save it as a new one.',
    });
  }
}

/**
 * Takes an own procedure out of force. Its versions and what they found stay; a run that was not made says why its
 * findings are no longer among the current ones. Throws PROCEDURE_UNKNOWN.
 */
export function removeOwn(
  engagement: Engagement,
  id: string,
  author: Author,
): Promise<{ id: string; version: number }> {
  return engagement.change('procedure_removed', async (session) => {
    const inForce = versionsOf(await ownVersions(session), id).find(({ in_force }) => in_force);
    if (inForce === undefined) {
      throw new TickmarkError('PROCEDURE_UNKNOWN', `the engagement has no procedure ${id} of its own`, {
        hint: '"tickmark procedure list" names them.',
      });
    }
    await session.run('UPDATE work.own_procedures SET in_force = false WHERE id = $id', { id });
    await recordNotRun(session, engagement, inForce);
    const { version } = inForce.procedure.meta;
    return { value: { id, version }, details: { id, version, by: author.by } };
  });
}

async function recordNotRun(
  session: Session,
  { settings }: Engagement,
  { procedure }: OwnVersion,
): Promise<void> {
  const { id, version } = procedure.meta;
  if (!(await session.value('SELECT 1 FROM work.runs WHERE procedure = $id LIMIT 1', { id }))) return;
  const run = {
    procedure: id,
    version,
    status: 'not_run' as const,
    population: null,
    exceptions: null,
    failing: null,
    leads: null,
    indeterminate: null,
    ms: 0,
    message: 'Removed from the engagement.',
  };
  const moments = await resolveMoments(session, settings);
  await recordRun(session, await nextRunId(session), moments, [
    { procedure, params: {}, run, found: NOTHING_FOUND },
  ]);
}
