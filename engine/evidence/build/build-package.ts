import { TickmarkError } from '#shared/model/errors.ts';
import type { Signer } from '#engine/keys/signer.ts';
import { BAG_DECLARATION, type TagLine, writeTags } from '../format/bag-info.ts';
import {
  BAG_INFO_TXT,
  BAGIT_TXT,
  bagName,
  PACKAGE_VERSION,
  PACKAGE_VERSION_LABEL,
  PAYLOAD_MANIFEST,
  REPORT_PDF,
  TAG_MANIFEST,
  VERIFY_MD,
} from '../format/layout.ts';
import { writeManifest } from '../format/manifest.ts';
import { compareBytes } from '../format/paths.ts';
import type { EvidencePredicate } from '../format/statement.ts';
import { type BagWriter, writeBag } from './bag-writer.ts';
import { collect, type PayloadEntry } from './payload.ts';
import { addSignature, signerCertificates } from './sign-statement.ts';
import { VERIFY_TEXT } from '../format/verify-text.ts';

export interface BagInfo {
  /** Bagging-Date: the date of `as_of`, YYYY-MM-DD. */
  asOf: string;
  /** Source-Organization: whose evidence this is. */
  sourceOrganization: string;
  /** Bag-Software-Agent, for example `Tickmark 0.1.0`. */
  softwareAgent: string;
  externalDescription?: string;
  /** Further lines, in this order. */
  extra?: readonly TagLine[];
}

export interface BuildInput {
  /** Files under `data/`. An array is written in byte order of paths, an iterable in its own order. */
  payload: readonly PayloadEntry[] | AsyncIterable<PayloadEntry>;
  bagInfo: BagInfo;
  /** Files under `record/`: what honestly differs between two runs. Signed, and outside the tag manifest. */
  record: readonly PayloadEntry[];
  predicate: EvidencePredicate;
  signer: Signer;
  role: 'preparer';
  /** The signer's clock, `YYYY-MM-DDTHH:MM:SSZ`. */
  signedAt: string;
  /** The ZIP to write; must not exist. */
  out: string;
  signal?: AbortSignal;
  /** Called with the number of files written so far, all files of the bag counted. */
  onFile?(done: number): void;
}

export interface BuiltPackage {
  file: string;
  /** `EV-` and 12 hex digits: the name of the folder inside. */
  id: string;
  tagManifestSha256: string;
  payloadFiles: number;
  payloadBytes: number;
}

/**
 * Writes a signed evidence package (docs/spec/evidence-package.md): a BagIt 1.0 bag in a ZIP. Equal payload and
 * bag info give a byte-equal tag manifest on any machine. Streams; memory does not grow with file sizes.
 */
export async function buildPackage(input: BuildInput): Promise<BuiltPackage> {
  const { bagInfo, signer, role, signedAt, out } = input;
  if (!/^\d{4}-\d\d-\d\d$/.test(bagInfo.asOf)) {
    throw new TickmarkError('BAD_ARGUMENT', `Bagging-Date must look like 2024-11-24, not ${bagInfo.asOf}`);
  }
  if (role !== 'preparer') throw new TickmarkError('PACKAGE_ROLE', 'A new package is signed by its preparer');
  signerCertificates(signer, signedAt);
  let built: BuiltPackage | undefined;
  await writeBag(out, input.signal, async (plain) => {
    const bag = counted(plain, input.onFile);
    const payload = await addPayload(bag, input.payload);
    const tagManifestSha256 = await addTagFiles(bag, bagInfo, payload);
    const record = [...input.record].sort((a, b) => compareBytes(a.path, b.path));
    const subjects = [{ name: TAG_MANIFEST, sha256: tagManifestSha256 }];
    for (const entry of record) {
      requireFolder(entry.path, 'record/');
      const { sha256 } = await bag.add(entry.path, entry);
      subjects.push({ name: entry.path, sha256 });
    }
    const statement = { subjects, role, signed_at: signedAt, evidence: input.predicate };
    await addSignature(bag, signer, statement, payload.report);
    const id = bagName(tagManifestSha256);
    built = {
      file: out,
      id,
      tagManifestSha256,
      payloadFiles: payload.digests.size,
      payloadBytes: payload.bytes,
    };
    return id;
  });
  if (built === undefined) throw new Error('the bag was not written');
  return built;
}

interface Payload {
  digests: Map<string, string>;
  bytes: number;
  /** data/report.pdf, kept for signing. */
  report: Uint8Array | null;
}

async function addPayload(bag: BagWriter, entries: BuildInput['payload']): Promise<Payload> {
  const ordered = Array.isArray(entries)
    ? [...entries].sort((a, b) => compareBytes(a.path, b.path))
    : entries;
  const digests = new Map<string, string>();
  let bytes = 0;
  let report: Uint8Array | null = null;
  for await (const entry of ordered as AsyncIterable<PayloadEntry> | PayloadEntry[]) {
    requireFolder(entry.path, 'data/');
    const kept = entry.path === REPORT_PDF ? { bytes: await collect(entry.path, entry) } : null;
    if (kept !== null) report = kept.bytes;
    const { size, sha256 } = await bag.add(entry.path, kept ?? entry);
    digests.set(entry.path, sha256);
    bytes += size;
  }
  if (digests.size === 0)
    throw new TickmarkError('BAD_ARGUMENT', 'A package needs at least one file under data/');
  return { digests, bytes, report };
}

async function addTagFiles(bag: BagWriter, info: BagInfo, payload: Payload): Promise<string> {
  const lines: TagLine[] = [
    ['Source-Organization', info.sourceOrganization],
    ['Bagging-Date', info.asOf],
    ...(info.externalDescription === undefined
      ? []
      : [['External-Description', info.externalDescription] as const]),
    ['Payload-Oxum', `${payload.bytes}.${payload.digests.size}`],
    ['Bag-Software-Agent', info.softwareAgent],
    [PACKAGE_VERSION_LABEL, PACKAGE_VERSION],
    ...(info.extra ?? []),
  ];
  const bagInfo = writeTags(lines);
  if (bagInfo === null)
    throw new TickmarkError('BAD_ARGUMENT', 'A line of bag-info.txt must not hold a line break');
  const tags = new Map<string, string>();
  const add = async (path: string, bytes: Uint8Array) =>
    tags.set(path, (await bag.add(path, { bytes })).sha256);
  await add(BAGIT_TXT, Buffer.from(BAG_DECLARATION));
  await add(BAG_INFO_TXT, bagInfo);
  await add(PAYLOAD_MANIFEST, writeManifest(payload.digests));
  await add(VERIFY_MD, Buffer.from(VERIFY_TEXT));
  return (await bag.add(TAG_MANIFEST, { bytes: writeManifest(tags) })).sha256;
}

function counted(bag: BagWriter, onFile: BuildInput['onFile']): BagWriter {
  return {
    files: bag.files,
    add: async (path, origin) => {
      const file = await bag.add(path, origin);
      onFile?.(bag.files.length);
      return file;
    },
  };
}

function requireFolder(path: string, folder: string): void {
  if (!path.startsWith(folder))
    throw new TickmarkError('BAD_ARGUMENT', `${path} does not lie under ${folder}`);
}
