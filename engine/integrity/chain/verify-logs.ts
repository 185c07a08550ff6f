import type { ChainReport } from '#shared/model/chain.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { ChainAnchor } from '../anchor/model.ts';
import type { ChainRecordLine } from '../records/record.ts';
import { splitBatches, startOfLog } from '../records/split.ts';
import { groupLogs } from './group.ts';
import { concatRecords, type LogPart } from './join.ts';
import { verifyChain } from './verify.ts';
import { verifyLog, type VerifyLogOptions } from './verify-log.ts';

/** One file of a log, decompressed. `open` may be called more than once. */
export interface LogFile {
  name: string;
  open(): AsyncIterable<Uint8Array>;
}

/** A file by its first and last record. */
export interface SurveyedLog extends LogPart {
  records: number;
  isArray: boolean;
}

/** Files that are one log, in order. Only the files of one group ever follow each other. */
export interface JoinedLog {
  parts: SurveyedLog[];
  /** All bytes, one file after the other; null when a file is a JSON array, which does not go on in the next one. */
  bytes: AsyncGenerator<Uint8Array> | null;
  /** The records as those of one log. */
  records: AsyncGenerator<ChainRecordLine[]>;
}

const LINE_FEED = Uint8Array.of(10);

/** Reads a file once for its first and last record; null when it has none. */
export async function surveyLog(file: LogFile, signal?: AbortSignal): Promise<SurveyedLog | null> {
  const { isArray } = await startOf(file);
  let first: ChainRecordLine | null = null;
  let last: ChainRecordLine | null = null;
  let records = 0;
  for await (const batch of splitBatches(file.open())) {
    if (signal?.aborted) throw new TickmarkError('CANCELLED', 'The verification was cancelled');
    const end = batch.at(-1);
    if (end === undefined) continue;
    first ??= { ...batch[0]!, bytes: batch[0]!.bytes.slice() };
    last = { ...end, bytes: end.bytes.slice() };
    records += batch.length;
  }
  return first === null || last === null ? null : { name: file.name, first, last, records, isArray };
}

async function startOf(file: LogFile): Promise<{ isArray: boolean }> {
  const { isArray, bytes } = await startOfLog(file.open());
  await bytes.return(undefined);
  return { isArray };
}

async function* joinedBytes(files: readonly LogFile[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    const { bytes } = await startOfLog(file.open());
    yield* bytes;
    // The last line of a file may lack its end.
    yield LINE_FEED;
  }
}

async function* joinedRecords(files: readonly LogFile[]): AsyncGenerator<ChainRecordLine[]> {
  yield* concatRecords(files.map((file) => splitBatches(file.open())));
}

/** Joins the files that belong together (see groupLogs); files without records are in no group. */
export async function joinLogs(
  files: readonly LogFile[],
  options: VerifyLogOptions,
): Promise<{ logs: JoinedLog[]; empty: string[] }> {
  const parts: SurveyedLog[] = [];
  const empty: string[] = [];
  for (const file of files) {
    const part = await surveyLog(file, options.signal);
    if (part === null) empty.push(file.name);
    else parts.push(part);
  }
  const logs = groupLogs(parts, options).map((names) => {
    const group = names.map((name) => files.find((file) => file.name === name)!);
    const surveyed = names.map((name) => parts.find((part) => part.name === name)!);
    const bytes = surveyed.some((part) => part.isArray) ? null : joinedBytes(group);
    return { parts: surveyed, bytes, records: joinedRecords(group) };
  });
  return { logs, empty };
}

/** Where the records of each file stand in the joined log. */
function order(parts: readonly SurveyedLog[]): string {
  let at = 0;
  const places = parts.map(({ name, records }) => {
    const place = `${name} (records ${at} to ${at + records - 1})`;
    at += records;
    return place;
  });
  return `The log came in ${parts.length} files, read in the order of their links: ${places.join(', ')}.`;
}

export interface VerifyLogsOptions extends VerifyLogOptions {
  /** Name of a log whose records name none, from the names of its files. */
  nameOf: (files: readonly string[]) => string;
  /** Which of the anchors speak of the log of that name; all when absent. */
  anchorsFor?: (name: string) => readonly ChainAnchor[];
}

function settingsFor(files: readonly string[], options: VerifyLogsOptions): VerifyLogOptions {
  const chainName = options.nameOf(files);
  return { ...options, chainName, anchors: options.anchorsFor?.(chainName) ?? options.anchors ?? [] };
}

/**
 * Verifies logs that came in any number of files: those that belong together are joined first, and records are counted
 * through. Throws what verifyLog throws, and BAD_ARGUMENT when it is not clear which log an anchor is of.
 */
export async function verifyLogs(
  files: readonly LogFile[],
  options: VerifyLogsOptions,
): Promise<ChainReport[]> {
  if (files.length === 1) return verifyLog(files[0]!.open(), settingsFor([files[0]!.name], options));
  const { logs, empty } = await joinLogs(files, options);
  if (logs.length > 1 && options.anchors?.some((anchor) => anchor.chain === null)) {
    throw new TickmarkError('BAD_ARGUMENT', 'The anchor names no chain, and the files hold several logs', {
      hint: 'Verify each log for itself, or write the name of its chain into the anchor.',
    });
  }
  const reports: ChainReport[] = [];
  for (const log of logs) {
    const names = log.parts.map(({ name }) => name);
    const settings = settingsFor(names, options);
    const found =
      log.bytes === null ? await verifyChain(log.records, settings) : await verifyLog(log.bytes, settings);
    const joined = names.length > 1 ? [order(log.parts)] : [];
    reports.push(...found.map((report) => ({ ...report, statement: [...report.statement, ...joined] })));
  }
  const without = empty.length === 0 ? [] : [`Without any record: ${empty.join(', ')}.`];
  return reports.map((report) => ({ ...report, warnings: [...report.warnings, ...without] }));
}
