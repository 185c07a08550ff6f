import type { PbcList, SourceSheet } from '#shared/contract/intake-schemas.ts';
import { type EngagementSettings, resolveMoments } from '#engine/engagement/index.ts';
import {
  allMappings,
  type IdentityDecision,
  listDecisions,
  listSources,
  sheetSetting,
  sourceSheet,
} from '#engine/intake/index.ts';
import { pbcList } from '#engine/requests/index.ts';
import type { Session } from '#engine/store/index.ts';
import type { PayloadEntry } from '../build/payload.ts';
import { jsonEntry, textEntry } from './json.ts';

/** What people stated and made in the engagement, as far as it bears on the sources. */
export interface PackagedWork {
  /** Sheets of the sources in force, in order of import. */
  sheets: SourceSheet[];
  /** Mappings by hand that files in force are read with, in the versions that read them. */
  mappings: { id: string; version: number; sha256: string; yaml: string }[];
  /** Files that were replaced: their digests only. */
  superseded: { source_id: string; file: string; sha256: string; superseded_by: string }[];
  /** Accounts that a person confirmed to be somebody's, or refused. */
  decisions: IdentityDecision[];
  /** The requested items as of the engagement's moment; days of import play no part. */
  pbc: PbcList;
}

export async function packagedWork(session: Session, settings: EngagementSettings): Promise<PackagedWork> {
  const receipts = await listSources(session);
  const inForce = receipts.filter(({ superseded_by }) => superseded_by === undefined);
  const setting = await sheetSetting(session, settings);
  const sheets = [];
  for (const receipt of inForce) sheets.push(await sourceSheet(session, receipt, setting));
  const used = new Set(inForce.flatMap(({ mapping_sha256 }) => mapping_sha256 ?? []));
  const mappings = (await allMappings(session)).filter(({ sha256 }) => used.has(sha256));
  const { as_of_text } = await resolveMoments(session, settings);
  return {
    sheets,
    mappings: mappings.map(({ reader: { spec }, sha256, yaml }) => ({
      id: spec.id,
      version: spec.version,
      sha256,
      yaml,
    })),
    superseded: receipts.flatMap(({ source_id, file, sha256, superseded_by }) =>
      superseded_by === undefined ? [] : [{ source_id, file, sha256, superseded_by }],
    ),
    decisions: await listDecisions(session),
    pbc: await pbcList(session, as_of_text.slice(0, 10)),
  };
}

/** data/statements.json, data/mappings.json with the mappings beside it, data/identities.json and data/pbc.json. */
export function workEntries({ sheets, mappings, superseded, decisions, pbc }: PackagedWork): PayloadEntry[] {
  const statements = sheets.map(({ source_id, statement }) => ({ source_id, statement }));
  return [
    jsonEntry('data/statements.json', { format: 'tickmark-statements/1', statements, superseded }),
    jsonEntry('data/mappings.json', { format: 'tickmark-mappings/1', mappings }),
    ...mappings.map(({ id, version, yaml }) => textEntry(`data/mappings/${id}-v${version}.yaml`, yaml)),
    jsonEntry('data/identities.json', { format: 'tickmark-identities/1', decisions }),
    jsonEntry('data/pbc.json', { format: 'tickmark-pbc/1', ...pbc }),
  ];
}
