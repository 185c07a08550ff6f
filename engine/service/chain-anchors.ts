import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { type Engagement, nodeDigests } from '#engine/engagement/index.ts';
import { readPackageFile } from '#engine/evidence/index.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { importFiles } from '#engine/intake/index.ts';
import { type ChainAnchor, parseAnchor } from '#engine/integrity/index.ts';

/** What is known of a log from outside, in any of the ways in which it can be given. */
export interface AnchorQuestion {
  /** Anchor file: `{"chain","count","head"}`, a list of these, or a C2SP signed note. */
  anchor?: string | undefined;
  /** Verifier key of a checkpoint: `name+id+base64`. */
  checkpoint_key?: string | undefined;
  /** Hash of the record number `count`, as noted at the time. Both or neither. */
  head?: string | undefined;
  count?: number | undefined;
  /** Earlier evidence packages of the same client: the heads that they saw. */
  packages?: readonly string[] | undefined;
}

/** SubjectPublicKeyInfo header of a raw Ed25519 key (RFC 8410 section 4). */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const publicKey = createPublicKey({ key: Buffer.concat([ED25519_SPKI, key]), format: 'der', type: 'spki' });
  return verifySignature(null, message, publicKey, signature);
}

async function fromFile(question: AnchorQuestion): Promise<ChainAnchor[]> {
  const { anchor: path, checkpoint_key: key } = question;
  if (path === undefined) {
    if (key === undefined) return [];
    throw new TickmarkError('BAD_ARGUMENT', 'a key was given, and no checkpoint that it could check', {
      hint: 'Name the checkpoint as the anchor.',
    });
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new TickmarkError('NOT_FOUND', `the anchor file ${path} cannot be read`, { cause });
  });
  return parseAnchor(bytes, {
    digests: nodeDigests,
    verifyEd25519,
    ...(key === undefined ? {} : { verifierKey: key.trim() }),
  });
}

function typedIn({ head, count }: AnchorQuestion): ChainAnchor[] {
  if (head === undefined && count === undefined) return [];
  if (head === undefined || count === undefined) {
    throw new TickmarkError(
      'BAD_ARGUMENT',
      'an anchor needs both the hash and the number of records up to it',
      {
        hint: 'Give the head and the count as they were noted.',
      },
    );
  }
  return parseAnchor(JSON.stringify({ count, head }), { digests: nodeDigests });
}

const seenChains = z.looseObject({
  format: z.literal('tickmark-integrity/1'),
  chains: z.array(
    z.looseObject({
      chain: z.string(),
      events: z.number(),
      verdict: z.string(),
      head: z.nullable(z.string()),
    }),
  ),
});

/**
 * The heads of the chains that an earlier package saw, after the package itself was verified. A chain that was broken
 * then gives none: its count says little. Throws PACKAGE_INVALID when the package does not hold, NOT_FOUND.
 */
export async function packageAnchors(file: string): Promise<{ anchors: ChainAnchor[]; package_id: string }> {
  const report = await verifyPackage(file, {});
  if (report.verdict !== 'valid') {
    const first = report.checks.find(({ ok }) => ok === false);
    throw new TickmarkError(
      'PACKAGE_INVALID',
      `${file} proves nothing: ${first?.detail ?? 'it is not valid'}`,
      {
        hint: 'Use a copy of the package that verifies.',
      },
    );
  }
  const { id, bytes } = await readPackageFile(file, 'data/integrity.json');
  const parsed = seenChains.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (!parsed.success) throw new TickmarkError('PACKAGE_INVALID', `${file} states no heads of chains`);
  const anchors = parsed.data.chains.flatMap(({ chain, events, verdict, head }): ChainAnchor[] =>
    head === null || verdict === 'broken' || events === 0
      ? []
      : [{ chain, count: events, head, origin: 'package', verified: true }],
  );
  return { anchors, package_id: id };
}

/** Anchors of a question. Throws ANCHOR_INVALID, NOT_FOUND, BAD_ARGUMENT, PACKAGE_INVALID. */
export async function loadAnchors(question: AnchorQuestion): Promise<ChainAnchor[]> {
  const anchors = [...(await fromFile(question)), ...typedIn(question)];
  for (const file of question.packages ?? []) anchors.push(...(await packageAnchors(file)).anchors);
  return anchors;
}

/**
 * Keeps anchors with the engagement, as a source of its own: they count at every verification and go into the package.
 * `chain` names the log where the anchor names none. Throws DATA_MISSING when there is nothing to keep.
 */
export async function keepAnchors(
  engagement: Engagement,
  question: AnchorQuestion & { chain?: string | undefined },
): Promise<Receipt> {
  const stated = [...(await fromFile(question)), ...typedIn(question)].map((anchor) => ({
    chain: anchor.chain ?? question.chain ?? null,
    count: anchor.count,
    head: anchor.head,
    origin:
      anchor.origin === 'checkpoint'
        ? `checkpoint, signature ${anchor.verified ? 'checked' : 'not checked'}`
        : 'stated',
  }));
  for (const file of question.packages ?? []) {
    const { anchors, package_id } = await packageAnchors(file);
    stated.push(
      ...anchors.map(({ chain, count, head }) => ({ chain, count, head, origin: `package ${package_id}` })),
    );
  }
  if (stated.length === 0) {
    throw new TickmarkError('DATA_MISSING', 'there is no anchor to keep', {
      hint: 'Give head and count, an anchor file, or an earlier package.',
    });
  }
  const dir = await mkdtemp(join(engagement.workDir, 'anchors-'));
  try {
    const path = join(dir, 'anchors.json');
    await writeFile(path, `${JSON.stringify(stated, null, 2)}\n`);
    const { receipts, failed } = await importFiles(engagement, [path], {
      as: 'chain-anchors',
      suppliedBy: 'the auditor',
    });
    const receipt = receipts[0];
    if (receipt !== undefined) return receipt;
    throw new TickmarkError('ANCHOR_INVALID', failed[0]?.message ?? 'the anchors could not be kept');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
