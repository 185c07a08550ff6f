import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { TickmarkError } from '#shared/model/errors.ts';
import { journalEntry, verifyJournal } from '#engine/integrity/index.ts';
import type { Session } from '#engine/store/index.ts';
import { nodeDigests } from './digests.ts';
import { JOURNAL_FILE } from './names.ts';
import { alteredRuns, workDigest } from './recorded-work.ts';

// Table `work.journal` is the truth; `journal.ndjson` is derived from it, for people and for other tools.

export interface JournalStamp {
  at: string;
  actor: string;
}

/** Adds one entry inside the transaction of the change that it describes; returns its line. */
export async function appendEntry(
  session: Session,
  stamp: JournalStamp,
  action: string,
  details: Record<string, unknown>,
): Promise<string> {
  const last = await journalHead(session);
  const seq = last.entries + 1;
  const previous = last.entries === 0 ? null : last.head;
  const { entry, line } = journalEntry(
    previous,
    { seq, id: `J-${seq}`, ...stamp, action, details, work: await workDigest(session) },
    nodeDigests,
  );
  await session.run('INSERT INTO work.journal VALUES ($seq, $line, $hash)', { seq, line, hash: entry.hash });
  return line;
}

export async function journalHead(session: Session): Promise<{ entries: number; head: string }> {
  const row = await session.one('SELECT seq, hash FROM work.journal ORDER BY seq DESC LIMIT 1');
  return row === undefined
    ? { entries: 0, head: '' }
    : { entries: Number(row['seq']), head: String(row['hash']) };
}

/** Every line of the journal, in order. */
export async function journalLines(session: Session): Promise<string[]> {
  return (await session.rows('SELECT line FROM work.journal ORDER BY seq')).map((row) => String(row['line']));
}

/** Writes the line of a committed entry to the file. A kill before it is mended at the next opening. */
export async function writeLine(path: string, line: string): Promise<void> {
  await appendFile(path, `${line}\n`);
}

/**
 * Verifies the table's chain and brings the file in line with it: a torn tail is cut, missing lines are added.
 * Throws JOURNAL_TAMPERED when the chain does not hold, or the file says what the table does not.
 */
export async function reconcileJournal(
  session: Session,
  path: string,
  readOnly: boolean,
  scope: Record<string, unknown>,
): Promise<void> {
  const lines = await journalLines(session);
  const report = await verifyJournal(lines, nodeDigests);
  if (report.breaks.length > 0) {
    const first = report.breaks[0]!;
    throw tampered(`entry ${first.index} of the journal does not hold: ${first.detail}`);
  }
  const created = lines[0] === undefined ? {} : (JSON.parse(lines[0]) as { details?: unknown });
  if (!isDeepStrictEqual(created.details, scope)) {
    throw tampered(
      'engagement.json states another scope than the one that the journal recorded at the beginning',
    );
  }
  const expected = lines.map((line) => `${line}\n`).join('');
  const found = await readFile(path, 'utf8').catch(() => '');
  if (found === expected) return;
  const whole = found.slice(0, found.lastIndexOf('\n') + 1);
  const torn = found.slice(whole.length);
  if (!expected.startsWith(whole) || !expected.slice(whole.length).startsWith(torn)) {
    throw tampered(`${JOURNAL_FILE} holds entries that the database does not`);
  }
  if (readOnly) return;
  if (torn !== '') await truncate(path, Buffer.byteLength(whole));
  if (whole === '') await writeFile(path, expected);
  else await appendFile(path, expected.slice(whole.length));
}

/** Throws JOURNAL_TAMPERED when the tables of the auditor's own work are not as the last entry left them. */
export async function requireRecordedWork(session: Session): Promise<void> {
  const last = (await session.one('SELECT line FROM work.journal ORDER BY seq DESC LIMIT 1'))?.['line'];
  const { work } = JSON.parse(String(last ?? '{}')) as { work?: unknown };
  if (work !== (await workDigest(session)))
    throw tampered('the database holds other work than the journal recorded last');
  const altered = await alteredRuns(session, await journalLines(session));
  if (altered.length > 0)
    throw tampered(`the findings of ${altered.join(', ')} are not those that the run gave`);
}

function tampered(message: string): TickmarkError {
  return new TickmarkError('JOURNAL_TAMPERED', message, {
    hint: 'Treat this engagement as altered: compare it with your own copy, or import the sources anew.',
  });
}
