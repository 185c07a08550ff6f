import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, PDFHexString } from '@cantoo/pdf-lib';
import { type BuildInput, buildPackage, signPackage } from '#engine/evidence/index.ts';
import { nodeDigests } from '#engine/engagement/digests.ts';
import { journalEntry } from '#engine/integrity/index.ts';
import { exportCertificate, newKey, openKey, type Signer } from '#engine/keys/index.ts';

export const SIGNED_AT = '2024-11-25T09:30:00Z';
export const REVIEWED_AT = '2024-11-26T14:00:00Z';
const PASSPHRASE = 'correct horse';

export interface Party {
  signer: Signer;
  /** Certificate with its authority, as handed to a recipient. */
  certificate: string;
}

const parties = new Map<string, Promise<Party>>();

/** A key of its own for each name and algorithm, made once a process: sealing and opening one is meant to take half a second. */
export function makeParty(
  who: string,
  algorithm: 'ecdsa-sha256' | 'ed25519' = 'ecdsa-sha256',
): Promise<Party> {
  const key = `${who} ${algorithm}`;
  const party = parties.get(key) ?? newParty(who, algorithm);
  parties.set(key, party);
  return party;
}

async function newParty(who: string, algorithm: 'ecdsa-sha256' | 'ed25519'): Promise<Party> {
  const dir = await mkdtemp(join(tmpdir(), 'tickmark-keys-'));
  await newKey(dir, {
    name: who,
    commonName: who,
    passphrase: PASSPHRASE,
    algorithm,
    validFrom: new Date('2024-01-01T00:00:00Z'),
  });
  return { signer: await openKey(dir, who, PASSPHRASE), certificate: await exportCertificate(dir, who) };
}

export async function scratch(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'tickmark-package-'));
}

const text = (value: string) => Buffer.from(value, 'utf8');

/** data/findings.json with one finding, or with none. */
export function sampleFindings(empty = false): string {
  const finding = {
    details: { days: 40 },
    disposition: 'open',
    id: 'F-1',
    note: null,
    outcome: 'exception',
    procedure: 'policy.expected-access',
    reason_code: 'unexpected',
    severity: 'high',
    source_rows: [{ record_no: 1, source_id: '0123456789abcdef', table: 'grants' }],
    subject_id: 'ana@example.com',
    subject_type: 'account',
    summary: 'Ana Müller holds access that no policy gives',
    text: { cause: 'c', condition: 'c', criteria: 'c', effect: 'e', recommendation: 'r' },
  };
  const document = { findings: empty ? [] : [finding], format: 'tickmark-findings/1' };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Two pages, the same bytes every time. */
async function samplePdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const id = PDFHexString.of('0123456789abcdef0123456789abcdef');
  document.context.trailerInfo.ID = document.context.obj([id, id]);
  document.setTitle('Access evidence');
  for (const words of ['Access evidence', 'Findings'])
    document.addPage([200, 100]).drawText(words, { x: 10, y: 10 });
  return document.save({ useObjectStreams: false });
}

/** Three entries of a journal, chained. */
export function sampleJournal(): string[] {
  const lines: string[] = [];
  let previous: string | null = null;
  for (const [at, action] of ['created', 'import', 'procedures_run'].entries()) {
    const seq = at + 1;
    const time = `2024-11-24T08:0${seq}:00Z`;
    const entry = { seq, id: `J-${seq}`, at: time, action, actor: 'ana', details: {} };
    const made: ReturnType<typeof journalEntry> = journalEntry(previous, entry, nodeDigests);
    previous = made.entry.hash;
    lines.push(made.line);
  }
  return lines;
}

/** What a package says of when it was built, and of the journal up to then. */
function sampleTimes(): string {
  const journal = sampleJournal();
  const { hash } = JSON.parse(journal.at(-1)!) as { hash: string };
  return `${JSON.stringify({ built_at: SIGNED_AT, journal: { entries: journal.length, head: hash } })}\n`;
}

/** Payload with names that need care: a space, non-ASCII letters, a folder, an empty file. */
export async function samplePayload(): Promise<{ path: string; bytes: Uint8Array }[]> {
  return [
    { path: 'data/findings.json', bytes: text(sampleFindings()) },
    { path: 'data/sources/roster of people.csv', bytes: text('email,name\nana@example.com,Ana Müller\n') },
    { path: 'data/sources/Zugänge.csv', bytes: text('email;Recht\nana@example.com;lesen\n') },
    { path: 'data/sources/empty.log', bytes: text('') },
    { path: 'data/report.pdf', bytes: await samplePdf() },
  ];
}

export async function sampleInput(signer: Signer, out: string): Promise<BuildInput> {
  return {
    payload: await samplePayload(),
    bagInfo: { asOf: '2024-11-24', sourceOrganization: 'Müller & Co', softwareAgent: 'Tickmark 0.1.0' },
    record: [
      { path: 'record/times.json', bytes: text(sampleTimes()) },
      { path: 'record/journal.ndjson', bytes: text(`${sampleJournal().join('\n')}\n`) },
    ],
    predicate: {
      engine_version: '0.1.0',
      as_of: '2024-11-24T23:59:59Z',
      procedures: [{ id: 'policy-drift', version: '1', sha256: 'a'.repeat(64) }],
      parameters: { 'dormant.days': 90 },
      sources: [{ name: 'roster of people.csv', sha256: 'b'.repeat(64) }],
      chain_heads: [{ chain: 'audit', events: 3, head: 'c'.repeat(64) }],
    },
    signer,
    role: 'preparer',
    signedAt: SIGNED_AT,
    out,
  };
}

export interface SamplePackages {
  preparer: Party;
  reviewer: Party;
  /** Signed by the preparer alone. */
  prepared: Buffer;
  preparedFile: string;
  /** Signed by the preparer, without a printed report. */
  bare: Buffer;
  /** Signed by both. */
  reviewed: Buffer;
  reviewedFile: string;
}

export async function makePackages(): Promise<SamplePackages> {
  const [preparer, reviewer] = [await makeParty('Ana-Preparer'), await makeParty('Rui-Reviewer', 'ed25519')];
  const dir = await scratch();
  const [preparedFile, reviewedFile] = [join(dir, 'prepared.zip'), join(dir, 'reviewed.zip')];
  await buildPackage(await sampleInput(preparer.signer, preparedFile));
  await signPackage({
    file: preparedFile,
    signer: reviewer.signer,
    role: 'reviewer',
    signedAt: REVIEWED_AT,
    out: reviewedFile,
  });
  const bareFile = join(dir, 'bare.zip');
  const input = await sampleInput(preparer.signer, bareFile);
  const payload = (await samplePayload()).filter(({ path }) => path !== 'data/report.pdf');
  await buildPackage({ ...input, payload });
  return {
    preparer,
    bare: await readFile(bareFile),
    reviewer,
    preparedFile,
    prepared: await readFile(preparedFile),
    reviewedFile,
    reviewed: await readFile(reviewedFile),
  };
}
