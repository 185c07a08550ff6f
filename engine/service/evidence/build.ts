import { TickmarkError } from '#shared/model/errors.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import { addendaText, type Engagement, journalLines, type WorkOptions } from '#engine/engagement/index.ts';
import { jsonEntry, textEntry } from '#engine/evidence/content/index.ts';
import { buildPackage, type PayloadEntry } from '#engine/evidence/index.ts';
import type { Signer } from '#engine/keys/index.ts';
import type { EngineContext } from '../context.ts';
import { requireFree } from '../files.ts';
import { stopIfCancelled } from './cancelled.ts';
import { describePackage, type PackageFacts } from './describe.ts';
import { gatherEvidence } from './gather.ts';
import { payloadEntries } from './payload.ts';
import { predicate } from './predicate.ts';
import { redactionOf } from './redaction.ts';

export interface BuildRequest {
  signer: Signer;
  role: SignRole;
  path: string;
  without_sources: boolean;
  redactable: boolean;
}

export interface BuiltEvidence extends PackageFacts {
  redaction?: { by_cells: string[]; as_whole: string[] };
}

/** Builds and signs the package of the open engagement. Throws DATA_MISSING when no procedure was run. */
export async function buildEvidence(
  context: EngineContext,
  request: BuildRequest,
  work: WorkOptions,
): Promise<BuiltEvidence> {
  if (request.redactable && request.without_sources) {
    throw new TickmarkError('BAD_ARGUMENT', 'a package without sources has nothing to redact', {
      hint: 'Build it with its sources, or one that is not to be redacted.',
    });
  }
  if (request.role !== 'preparer') {
    throw new TickmarkError('PACKAGE_ROLE', 'a package is built by its preparer', {
      hint: 'Build it as preparer; the reviewer signs the finished file.',
    });
  }
  const { engagement, deps } = context;
  requireFree(request.path);
  const content = await gatherEvidence(engagement, work);
  stopIfCancelled(work);
  const files = await payloadEntries(content, engagement, !request.without_sources, deps.toolVersion);
  stopIfCancelled(work);
  const redaction = request.redactable ? await redactionOf(content.sources, files, work) : null;
  const signedAt = deps.now();
  const written = (done: number) =>
    work.onProgress?.({
      phase: 'Writing the package',
      done: Math.min(done, files.length),
      total: files.length,
      unit: 'files',
    });
  written(0);
  const built = await buildPackage({
    payload: files,
    bagInfo: {
      asOf: content.moments.as_of_text.slice(0, 10),
      sourceOrganization: content.settings.client,
      softwareAgent: `Tickmark ${deps.toolVersion}`,
      externalDescription: `Access evidence for ${content.settings.period.from} to ${content.settings.period.to}`,
    },
    record: [...(redaction?.entries ?? []), ...(await recordEntries(context, signedAt))],
    predicate: predicate(content, deps.toolVersion),
    signer: request.signer,
    role: 'preparer',
    signedAt,
    out: request.path,
    onFile: written,
    ...(work.signal ? { signal: work.signal } : {}),
  });
  const facts = await describePackage(request.path);
  await noteBuilt(engagement, {
    package_id: built.id,
    sha256: facts.sha256,
    tag_manifest_sha256: built.tagManifestSha256,
  });
  return {
    ...facts,
    ...(redaction === null
      ? {}
      : { redaction: { by_cells: redaction.byCells, as_whole: redaction.asWhole } }),
  };
}

/** What honestly differs between two builds from the same evidence: the journal, addenda to it, and the clock. */
async function recordEntries({ engagement, deps }: EngineContext, builtAt: string): Promise<PayloadEntry[]> {
  const journal = await engagement.store.use(journalLines);
  const addenda = await addendaText(engagement.dir);
  return [
    textEntry('record/journal.ndjson', journal.map((line) => `${line}\n`).join('')),
    ...(addenda === '' ? [] : [textEntry('record/addenda.ndjson', addenda)]),
    jsonEntry('record/times.json', {
      built_at: builtAt,
      built_by: deps.actor,
      engine_version: deps.toolVersion,
      journal: await engagement.journalHead(),
    }),
  ];
}

type Identity = Pick<PackageFacts, 'package_id' | 'sha256' | 'tag_manifest_sha256'>;

/** In the journal, or as an addendum once the engagement is signed off. */
async function noteBuilt(engagement: Engagement, identity: Identity): Promise<void> {
  if (engagement.settings.locked === null) {
    await engagement.change('package_built', async () => ({
      value: null,
      details: { ...identity, role: 'preparer' },
    }));
    return;
  }
  await engagement.addAddendum({
    reason: 'A package was built after sign-off',
    text: `${identity.package_id}, SHA-256 ${identity.sha256}`,
    files: [],
  });
}
