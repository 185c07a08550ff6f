import { readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { journalEntry, verifyJournal } from '#engine/integrity/index.ts';
import { nodeDigests } from './digests.ts';
import { type JournalStamp, writeLine } from './journal.ts';
import { ADDENDA_FILE } from './names.ts';

// After sign-off the database is read only. Addenda stand in a file beside it, whose entries continue the chain of
// the journal: none can be taken away, changed or put between without a break.

/** A file that an addendum brings. */
export interface AddendumFile {
  name: string;
  sha256: string;
  size: number;
}

/** What was added after sign-off: who, when, why (ISA 230.A24, AS 1215.16). */
export interface Addendum {
  seq: number;
  at: string;
  by: string;
  reason: string;
  text: string;
  files: AddendumFile[];
  hash: string;
}

interface Line {
  seq: number;
  at: string;
  actor: string;
  details: { reason: string; text: string; files: AddendumFile[] };
  hash: string;
}

/**
 * Reads and verifies the addenda behind a journal of these lines; a torn last line of a kill is no entry.
 * Throws JOURNAL_TAMPERED when the chain of both together does not hold.
 */
export async function loadAddenda(dir: string, journal: readonly string[]): Promise<Addendum[]> {
  const lines = await wholeLines(dir);
  if (lines.length === 0) return [];
  const report = await verifyJournal([...journal, ...lines], nodeDigests);
  const first = report.breaks[0];
  if (first !== undefined) {
    throw new TickmarkError('JOURNAL_TAMPERED', `the addenda do not continue the journal: ${first.detail}`, {
      hint: 'Treat this engagement as altered: compare it with your own copy.',
    });
  }
  return lines.map((line) => {
    const { seq, at, actor, details, hash } = JSON.parse(line) as Line;
    return { seq, at, by: actor, hash, ...details };
  });
}

async function wholeLines(dir: string): Promise<string[]> {
  const text = await readFile(join(dir, ADDENDA_FILE), 'utf8').catch(() => '');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

/** The lines as they stand, for the record of a package. */
export async function addendaText(dir: string): Promise<string> {
  return (await wholeLines(dir)).map((line) => `${line}\n`).join('');
}

/** Appends one addendum; `head` is the end of the journal, before the addenda. */
export async function appendAddendum(
  dir: string,
  journal: readonly string[],
  head: { entries: number; head: string },
  stamp: JournalStamp,
  content: { reason: string; text: string; files: AddendumFile[] },
): Promise<Addendum> {
  const present = await loadAddenda(dir, journal);
  const last = present.at(-1) ?? { seq: head.entries, hash: head.head };
  const seq = last.seq + 1;
  const { entry, line } = journalEntry(
    last.hash,
    { seq, id: `J-${seq}`, ...stamp, action: 'addendum', details: { ...content } },
    nodeDigests,
  );
  const path = join(dir, ADDENDA_FILE);
  const bytes = Buffer.byteLength(await addendaText(dir));
  // What a kill left of a line would make the next one unreadable.
  if (present.length > 0) await truncate(path, bytes);
  else await rm(path, { force: true });
  await writeLine(path, line);
  return { seq, at: stamp.at, by: stamp.actor, hash: entry.hash, ...content };
}
