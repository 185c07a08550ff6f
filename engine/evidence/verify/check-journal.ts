import { createHash, createHmac } from 'node:crypto';
import type { VerifyCheck } from '#shared/model/verify.ts';
import { type ChainAnchor, type Digests, splitBatches, verifyJournal } from '#engine/integrity/index.ts';
import { readEntry } from '../format/zip-read.ts';
import { check, type EvidenceView, undecided } from './evidence-view.ts';
import { contentHolds } from './vouching.ts';

const JOURNAL = 'record/journal.ndjson';
const ADDENDA = 'record/addenda.ndjson';
const TIMES = 'record/times.json';
const NAME = 'journal chain';

const digests: Digests = {
  hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex'),
  hmac: (algorithm, key, bytes) => createHmac(algorithm, key).update(bytes).digest('hex'),
};

/**
 * Is the journal of the work, with the addenda that continue it, an unbroken hash chain that ends where the package
 * says? A file that is not the one that was signed has its own reason, so the chain is then left open.
 */
export async function checkJournal(view: EvidenceView): Promise<VerifyCheck[]> {
  const { files } = view.opened;
  if (!files.has(JOURNAL)) return [undecided('fixity', NAME, `there is no ${JOURNAL}`)];
  const paths = [JOURNAL, ADDENDA].filter((path) => files.has(path));
  const changed = paths.filter((path) => !contentHolds(view, path));
  if (changed.length > 0)
    return [undecided('fixity', NAME, `${changed.join(', ')}: not as signed, so its chain says nothing`)];
  const report = await verifyJournal(splitBatches(bytesOf(view, paths)), digests, await statedHead(view));
  const problems = report.breaks
    .filter(({ kind }) => kind !== 'time_backwards')
    .map(({ kind, index, event_id, detail }) => {
      const entry = event_id === null ? `entry ${index + 1}` : `entry ${index + 1} (${event_id})`;
      return `the journal does not hold at ${entry}: ${kind}, ${detail}`;
    });
  const after = paths.includes(ADDENDA) ? ', the addenda included' : '';
  return [check('fixity', NAME, problems, `${report.events} entries${after}, each names the one before it`)];
}

async function* bytesOf({ opened }: EvidenceView, paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) yield* readEntry(opened.source, opened.files.get(path)!);
}

/** How far the journal went when the package was built. */
async function statedHead(view: EvidenceView): Promise<ChainAnchor[]> {
  if (!contentHolds(view, TIMES)) return [];
  const journal = journalOf(Buffer.from(await view.opened.readSmall(TIMES)).toString('utf8'));
  if (journal === null || journal.entries === 0) return [];
  return [{ chain: null, count: journal.entries, head: journal.head, origin: 'statement', verified: false }];
}

function journalOf(text: string): { entries: number; head: string } | null {
  try {
    const { journal } = JSON.parse(text) as { journal?: { entries?: unknown; head?: unknown } };
    const { entries, head } = journal ?? {};
    return Number.isSafeInteger(entries) && typeof head === 'string' && /^[0-9a-f]{64}$/.test(head)
      ? { entries: entries as number, head }
      : null;
  } catch {
    return null;
  }
}
