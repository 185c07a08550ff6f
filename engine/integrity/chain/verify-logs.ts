import { grouped } from '#shared/model/grouped.ts';
import type { ChainPart, ChainReport } from '#shared/model/chain.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { ChainAnchor } from '../anchor/model.ts';
import { type JoinedLog, joinLogs, type LogFile } from './joined-log.ts';
import { nameOfLog } from './log-name.ts';
import { verifyChain } from './verify.ts';
import { verifyLog, type VerifyLogOptions } from './verify-log.ts';

export interface VerifyLogsOptions extends Omit<VerifyLogOptions, 'chainName'> {
  /** Anchors that were given for these logs. One whose name no log has counts where there is one log only, or `chain` names it. */
  anchors?: readonly ChainAnchor[];
  /** Anchors that were kept of any logs: each counts for the chain that it names; one without a name where there is one log only. */
  keptAnchors?: readonly ChainAnchor[];
  /** Name of a log whose records name none, from the names of its files; nameOfLog when absent. */
  nameOf?: (files: readonly string[]) => string;
  /** Only the log of this name, or the one that a file of this name is part of. */
  chain?: string | undefined;
  /** A log that no profile explains gets a report that says so, instead of PROFILE_UNKNOWN. */
  reportUnexplained?: boolean;
}

interface NamedLog {
  log: JoinedLog;
  name: string;
}

function nameLogs(logs: readonly JoinedLog[], nameOf: (files: readonly string[]) => string): NamedLog[] {
  const named = logs.map((log) => {
    const [first] = log.files;
    const own = log.files.length === 1 ? first!.chain : undefined;
    return { log, name: own ?? nameOf(log.files.map((file) => file.name)) };
  });
  const counts = new Map<string, number>();
  for (const { name } of named) counts.set(name, (counts.get(name) ?? 0) + 1);
  return named.map(({ log, name }) => {
    const [first] = log.files;
    return { log, name: counts.get(name) === 1 ? name : `${name} (${first!.sourceId ?? first!.name})` };
  });
}

/** Logs that a name means: those of that name, else those with a file of that name. */
function logsCalled(logs: readonly NamedLog[], chain: string): NamedLog[] {
  const exact = logs.filter(({ name }) => name === chain);
  return exact.length > 0 ? exact : logs.filter(({ log }) => log.files.some((file) => file.chain === chain));
}

function partsOf({ files, records }: JoinedLog, read: number): ChainPart[] {
  let from = 0;
  return files.map(({ name, sourceId }, i) => {
    const part = { file: name, source_id: sourceId ?? null, from, records: records?.[i] ?? read };
    from += part.records;
    return part;
  });
}

/** Where the records of each file stand in the joined log. */
function order(parts: readonly ChainPart[]): string {
  const places = parts.map(({ file, from, records }) => `${file} (records ${from} to ${from + records - 1})`);
  return `The log came in ${parts.length} files, read in the order of their links: ${places.join(', ')}.`;
}

/** A log that no profile explains: nothing is known of it. */
async function unexplained(log: JoinedLog, chain: string, why: string): Promise<ChainReport> {
  let events = 0;
  for await (const batch of log.lines()) events += batch.length;
  return {
    chain,
    profile: 'unknown',
    events,
    verdict: 'not_proven',
    first_id: null,
    last_id: null,
    head: null,
    breaks: [],
    warnings: [],
    not_proven: ['profile', 'content', 'order', 'completeness', 'tail'],
    statement: [`Nothing is proven of this log. ${why}.`],
  };
}

async function verifyJoined({ log, name }: NamedLog, options: VerifyLogOptions): Promise<ChainReport[]> {
  let read = 0;
  const settings: VerifyLogOptions = {
    ...options,
    chainName: name,
    onProgress: (records) => {
      read = records;
      options.onProgress?.(records);
    },
  };
  const bytes = log.bytes();
  const found = bytes === null ? await verifyChain(log.lines(), settings) : await verifyLog(bytes, settings);
  return withParts(found, partsOf(log, read));
}

function withParts(reports: readonly ChainReport[], parts: ChainPart[]): ChainReport[] {
  const joined = parts.length > 1 ? [order(parts)] : [];
  return reports.map((report) => ({ ...report, parts, statement: [...report.statement, ...joined] }));
}

/** What was kept and speaks of no chain that was seen. */
function unapplied(anchors: readonly ChainAnchor[], reports: readonly ChainReport[]): string[] {
  const seen = new Set(reports.map(({ chain }) => chain));
  const told = anchors
    .filter(({ chain }) => chain === null || !seen.has(chain))
    .map(({ chain, count }) =>
      chain === null
        ? `An anchor of ${grouped(count)} records names no log and was not applied: there are several.`
        : `An anchor of ${grouped(count)} records names ${JSON.stringify(chain)} and was not applied: no log or chain has that name.`,
    );
  return [...new Set(told)];
}

/**
 * Verifies logs that came in any number of files: those that belong together are joined first, and records are counted
 * through. Throws what verifyLog throws, BAD_ARGUMENT when it is not clear which log an anchor is of, and NOT_FOUND
 * when no log is called `chain`.
 */
export async function verifyLogs(
  files: readonly LogFile[],
  options: VerifyLogsOptions,
): Promise<ChainReport[]> {
  const {
    nameOf = nameOfLog,
    chain,
    reportUnexplained = false,
    anchors: given = [],
    keptAnchors = [],
    ...rest
  } = options;
  const { logs: joined, empty } = await joinLogs(files, options);
  const logs = nameLogs(joined, nameOf);
  const asked = chain === undefined ? logs : logsCalled(logs, chain);
  const isOne = logs.length === 1;
  const isClear = isOne || (chain !== undefined && asked.length === 1);
  if (!isClear && given.some((anchor) => anchor.chain === null)) {
    throw new TickmarkError('BAD_ARGUMENT', 'The anchor names no chain, and there are several logs', {
      hint: `Name the log that it is of. The logs are ${logs.map(({ name }) => name).join(', ')}.`,
    });
  }
  // What earlier packages saw is of as many logs as they held.
  const loose = [
    ...given.filter((anchor) => isClear && anchor.origin !== 'package'),
    ...keptAnchors.filter((anchor) => isOne && anchor.chain === null),
  ];
  const strict = [...given, ...keptAnchors].filter((anchor) => !loose.includes(anchor));
  const reports: ChainReport[] = [];
  // A name that no log has may be that of a chain inside one.
  for (const log of asked.length === 0 ? logs : asked) {
    try {
      reports.push(...(await verifyJoined(log, { ...rest, anchors: loose, namedAnchors: strict })));
    } catch (error) {
      const isUnexplained = error instanceof TickmarkError && error.code === 'PROFILE_UNKNOWN';
      if (!isUnexplained || !reportUnexplained || options.profile !== 'auto') throw error;
      const report = await unexplained(log.log, log.name, error.message);
      reports.push(...withParts([report], partsOf(log.log, report.events)));
    }
  }
  const wanted = asked.length > 0 ? reports : reports.filter((report) => report.chain === chain);
  if (wanted.length === 0 && chain !== undefined && logs.length > 0) {
    throw new TickmarkError('NOT_FOUND', `no log is called ${JSON.stringify(chain)}`, {
      hint: `The logs are ${logs.map(({ name }) => name).join(', ')}.`,
    });
  }
  const warnings = [
    ...(asked.length === logs.length ? unapplied(strict, reports) : []),
    ...(empty.length === 0 ? [] : [`Without any record: ${empty.join(', ')}.`]),
  ];
  return wanted.map((report) => ({ ...report, warnings: [...report.warnings, ...warnings] }));
}
