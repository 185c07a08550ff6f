import { TickmarkError } from '#shared/model/errors.ts';
import type { ChainRecordLine } from '../records/record.ts';
import { splitBatches, startOfLog } from '../records/split.ts';
import { groupLogs } from './group.ts';
import { concatRecords } from './join.ts';
import type { GroupOptions, LogPart } from './part-ends.ts';

/** One file of a log, decompressed. `open` may be called more than once. */
export interface LogFile {
  /** Unlike that of every other file at hand. */
  name: string;
  /** Source of the engagement that the file is; absent for a loose file. */
  sourceId?: string;
  /** Name of the log when this file is all of it, where the host has one. */
  chain?: string;
  open(): AsyncIterable<Uint8Array>;
}

/** A file by its first and last record. */
interface SurveyedLog extends LogPart {
  records: number;
  isArray: boolean;
}

/** Files that are one log, in the order of their links. */
export interface JoinedLog {
  files: LogFile[];
  /** Records of each file; null where there is one file only, which is not read beforehand. */
  records: number[] | null;
  /** All bytes, one file after the other; null when a file is a JSON array, which does not go on in the next one. */
  bytes(): AsyncIterable<Uint8Array> | null;
  /** The records as those of one log. */
  lines(): AsyncIterable<ChainRecordLine[]>;
}

export interface JoinOptions extends GroupOptions {
  /** Aborting ends the reading with CANCELLED. */
  signal?: AbortSignal;
}

const LINE_FEED = Uint8Array.of(10);

/** Reads a file once for its first and last record; null when it has none. */
async function surveyLog(file: LogFile, signal?: AbortSignal): Promise<SurveyedLog | null> {
  const { isArray, bytes } = await startOfLog(file.open());
  let first: ChainRecordLine | null = null;
  let last: ChainRecordLine | null = null;
  let records = 0;
  for await (const batch of splitBatches(bytes)) {
    if (signal?.aborted) throw new TickmarkError('CANCELLED', 'The verification was cancelled');
    const end = batch.at(-1);
    if (end === undefined) continue;
    first ??= { ...batch[0]!, bytes: batch[0]!.bytes.slice() };
    last = { ...end, bytes: end.bytes.slice() };
    records += batch.length;
  }
  return first === null || last === null ? null : { name: file.name, first, last, records, isArray };
}

async function* joinedBytes(files: readonly LogFile[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    const { bytes } = await startOfLog(file.open());
    yield* bytes;
    // The last line of a file may lack its end.
    yield LINE_FEED;
  }
}

function logOf(files: LogFile[], surveyed: readonly SurveyedLog[] | null): JoinedLog {
  const isArray = files.length > 1 && surveyed!.some((part) => part.isArray);
  return {
    files,
    records: surveyed?.map((part) => part.records) ?? null,
    bytes: () => (files.length === 1 ? files[0]!.open() : isArray ? null : joinedBytes(files)),
    lines: () => concatRecords(files.map((file) => splitBatches(file.open()))),
  };
}

/** Joins the files that belong together (see groupLogs); files without records are in no group. */
export async function joinLogs(
  files: readonly LogFile[],
  options: JoinOptions,
): Promise<{ logs: JoinedLog[]; empty: string[] }> {
  if (files.length === 1) return { logs: [logOf([files[0]!], null)], empty: [] };
  const parts: SurveyedLog[] = [];
  const empty: string[] = [];
  for (const file of files) {
    const part = await surveyLog(file, options.signal);
    if (part === null) empty.push(file.name);
    else parts.push(part);
  }
  const logs = groupLogs(parts, options).map((names) => {
    const group = names.map((name) => files.find((file) => file.name === name)!);
    return logOf(
      group,
      names.map((name) => parts.find((part) => part.name === name)!),
    );
  });
  return { logs, empty };
}
