import type { OwnDraft, OwnProcedure } from '#shared/contract/own-schemas.ts';
import type { Result } from '#shared/contract/methods.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { type OwnVersion, ownVersions, UNEXPLAINED } from '#engine/runner/index.ts';
import type { Session } from '#engine/store/index.ts';
import { procedureView } from './procedures.ts';

const versionView = ({ procedure, in_force, by, at }: OwnVersion): OwnProcedure['versions'][number] => ({
  version: procedure.meta.version,
  sha256: procedure.digest,
  in_force,
  by,
  at,
});

/** Own procedures by id, each with its versions, oldest first. */
export async function ownProcedures(session: Session): Promise<OwnProcedure[]> {
  const groups = new Map<string, OwnVersion[]>();
  for (const version of await ownVersions(session)) {
    const { id } = version.procedure.meta;
    groups.set(id, [...(groups.get(id) ?? []), version]);
  }
  return [...groups].map(([id, versions]) => ({
    id,
    title: versions.at(-1)!.procedure.meta.title,
    in_force: versions.some(({ in_force }) => in_force),
    versions: versions.map(versionView),
  }));
}

/** What an editor starts from: the stored procedure as the draft that would give it again. */
function draftOf({ procedure }: OwnVersion): OwnDraft {
  const { meta, own, sql, population, readme } = procedure;
  const severity = typeof meta.severity === 'string' ? meta.severity : undefined;
  const heading = `# ${meta.title}\n\n`;
  const explanation = (readme.startsWith(heading) ? readme.slice(heading.length) : readme).trim();
  const params = Object.entries(meta.params).map(
    ([name, { pattern: _pattern, ...spec }]) => [name, spec] as const,
  );
  return {
    id: meta.id,
    title: meta.title,
    ...(severity === undefined ? {} : { severity }),
    sql: sql!,
    ...(population === null ? {} : { population }),
    ...(own.rows === null ? {} : { rows: { ...own.rows, type: [meta.subject].flat()[0]! } }),
    needs: meta.needs,
    ...(params.length === 0 ? {} : { params: Object.fromEntries(params) }),
    controls: own.controls.map(({ framework, requirement }) => `${framework}:${requirement}`),
    ...(explanation === '' || explanation === UNEXPLAINED ? {} : { explanation }),
  };
}

/** One own procedure as it stands, or as it stood when it was removed. Throws PROCEDURE_UNKNOWN. */
export async function ownDetail(engagement: Engagement, id: string): Promise<Result<'procedures.show'>> {
  const versions = (await engagement.store.use(ownVersions)).filter(
    ({ procedure }) => procedure.meta.id === id,
  );
  const last = versions.at(-1);
  if (last === undefined) {
    throw new TickmarkError('PROCEDURE_UNKNOWN', `the engagement has no procedure ${id} of its own`, {
      hint: 'Those that come with Tickmark are in docs/procedures.md; "tickmark procedure list" names the own ones.',
    });
  }
  return {
    procedure: await procedureView(engagement, last.procedure),
    draft: draftOf(last),
    source: last.procedure.source,
    versions: versions.map(versionView),
  };
}
