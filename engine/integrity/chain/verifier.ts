import { grouped } from '#shared/model/grouped.ts';
import type { ChainReport } from '#shared/model/chain.ts';
import type { BreakKind } from '#shared/model/vocabulary.ts';
import type { ChainAnchor } from '../anchor/model.ts';
import type { Profile } from '../profiles/schema.ts';
import { WORKED_OUT } from '../profiles/work-out.ts';
import { AnchorWatch, anchorFindings } from './anchors.ts';
import { ChainLog } from './chain-log.ts';
import type { ChunkFacts, ChunkRows } from './chunk-facts.ts';
import { Classifier } from './classify.ts';
import type { RecordFacts } from './facts.ts';
import { LogNumbering } from './numbering.ts';
import { notProven, profileWarnings, statementOf, verdictOf } from './statement.ts';

export interface VerifierOptions {
  anchors: readonly ChainAnchor[];
  /** These count for the chain that they name only. */
  namedAnchors: readonly ChainAnchor[];
  timeBackwardsIsBreak: boolean;
  /** Name for the records that name no chain. */
  chainName: string;
}

/** Breaks after which a record no longer stands at the position that an anchor counts. */
const SHIFTING = new Set<BreakKind>([
  'deleted',
  'inserted',
  'reordered',
  'forked',
  'duplicate_id',
  'head_truncated',
]);

interface Tracked {
  log: ChainLog;
  watches: AnchorWatch[];
}

/**
 * The second half of verification: takes what was read and hashed record by record, in file order, and says what the
 * links prove. Reading and hashing may happen elsewhere, in several threads.
 */
export class ChainVerifier {
  private readonly options: VerifierOptions;
  private readonly chains = new Map<string | null, Tracked>();
  private readonly numbering = new LogNumbering();
  private malformed = 0;
  private current: Tracked | null = null;
  private orphans: RecordFacts[] = [];

  constructor(options: VerifierOptions) {
    this.options = options;
  }

  push(facts: RecordFacts): void {
    if (facts.fault !== null) {
      this.malformed++;
      // Which chain an unreadable record belongs to is unknown: it is told with the chain of its predecessor.
      if (this.current === null) this.orphans.push(facts);
      else this.current.log.pushUnreadable(facts.index, facts.fault);
      return;
    }
    let tracked = this.current;
    if (tracked === null || tracked.log.name !== facts.chain) {
      tracked = this.track(facts.chain);
      this.current = tracked;
    }
    this.numbering.record(facts.number);
    if (tracked.log.hashes.length === 0) this.continues(tracked, facts.previous);
    tracked.log.push(facts, this.malformed, this.numbering);
    const count = tracked.log.before + tracked.log.events;
    for (const watch of tracked.watches)
      watch.record(count, facts.stated, facts.index, facts.id, facts.sound);
  }

  /** The same for all records of a chunk. `base`: index of its first record in the log. */
  pushChunk(chunk: ChunkFacts, rows: ChunkRows, base: number): void {
    let row = 0;
    for (const facts of chunk.facts) {
      row = this.pushRuns(rows, row, facts.index, base);
      this.push({ ...facts, index: base + facts.index });
    }
    this.pushRuns(rows, row, chunk.records, base);
  }

  /** Takes the rows from `row` on that stand before the line `stop`; answers the next one. */
  private pushRuns(rows: ChunkRows, row: number, stop: number, base: number): number {
    let from = row;
    while (from < rows.count && rows.line(from) < stop) {
      const slot = rows.slot(from);
      let to = from;
      do this.numbering.record(rows.number(to++));
      while (to < rows.count && rows.line(to) < stop && rows.slot(to) === slot);
      const tracked = this.track(rows.chain(from));
      this.current = tracked;
      const { log } = tracked;
      const counted = log.before + log.events;
      log.pushRows(rows, [from, to], base, this.malformed, this.numbering);
      for (const watch of tracked.watches) watch.rows(rows, [from, to], counted, base);
      from = to;
    }
    return from;
  }

  /** One report per chain, in order of first appearance, then one per anchored chain that the log does not have. */
  finish(profile: Profile, warnings: readonly string[]): ChainReport[] {
    if (this.current === null && this.orphans.length > 0) this.track(null);
    const reports: ChainReport[] = [];
    for (const tracked of this.chains.values()) {
      tracked.log.close();
      reports.push(this.report(tracked, profile, warnings));
    }
    const named = this.chains;
    if (!named.has(null) && named.size > 0) {
      for (const anchor of this.options.anchors) {
        if (anchor.chain !== null && !named.has(anchor.chain)) reports.push(this.absent(anchor, profile));
      }
    }
    return reports;
  }

  private track(name: string | null): Tracked {
    const known = this.chains.get(name);
    if (known !== undefined) return known;
    const { namedAnchors, chainName } = this.options;
    const anchors = [
      ...this.options.anchors.filter((a) => a.chain === null || name === null || a.chain === name),
      ...namedAnchors.filter((a) => a.chain === (name ?? chainName)),
    ];
    const tracked = { log: new ChainLog(name), watches: anchors.map((anchor) => new AnchorWatch(anchor)) };
    this.chains.set(name, tracked);
    for (const { index, fault } of this.orphans) tracked.log.pushUnreadable(index, fault ?? '');
    this.orphans = [];
    return tracked;
  }

  /** A log that starts in the middle of its chain is whole there when an anchor gives the hash before its first record. */
  private continues({ log, watches }: Tracked, previous: string): void {
    const watch = watches.find((candidate) => candidate.names(previous));
    if (watch === undefined) return;
    log.origin = previous;
    log.before = watch.anchor.count;
  }

  private report(tracked: Tracked, profile: Profile, warnings: readonly string[]): ChainReport {
    const { log } = tracked;
    // An anchor of another chain of this log says nothing about the unnamed one.
    const watches = tracked.watches.filter(
      ({ anchor }) => log.name !== null || !this.chains.has(anchor.chain ?? ''),
    );
    const linkless = !log.linked && log.hashes.length > 1;
    const breaks = new Classifier(log, {
      linkless,
      linkHashed: profile.link.position !== 'unlinked',
      statesHash: profile.fields.hash !== undefined,
      logNumbered: this.numbering.usable(),
    }).run();
    const structural = breaks.some(({ kind }) => SHIFTING.has(kind));
    const anchored = anchorFindings(log, watches, structural);
    for (const found of [anchored.breaks, log.backwards]) for (const each of found) breaks.push(each);
    breaks.sort((a, b) => a.index - b.index);
    const unlistedCount = log.unlisted + (linkless ? 0 : log.unlistedSegments);
    const input = {
      profile,
      events: log.events,
      before: log.before,
      breaks,
      allListed: unlistedCount === 0,
      proven: anchored.proven,
      timeBackwardsIsBreak: this.options.timeBackwardsIsBreak,
      linkless,
    };
    const verdict = verdictOf(input);
    const unlisted =
      unlistedCount === 0
        ? []
        : [
            `${unlistedCount} further findings are counted and not listed; the names of those listed may suffer from it.`,
          ];
    return {
      chain: log.name ?? this.options.chainName,
      profile: profile.name,
      events: log.events,
      verdict,
      first_id: log.firstId,
      last_id: log.lastId,
      head: log.head,
      breaks,
      warnings: [
        ...profileWarnings(profile),
        ...warnings,
        ...anchored.warnings,
        ...this.backwardsWarning(log),
        ...unlisted,
      ],
      not_proven: notProven(input),
      statement: statementOf(input, verdict),
      ...(profile.name === WORKED_OUT ? { worked_out: JSON.stringify(profile) } : {}),
    };
  }

  private backwardsWarning(log: ChainLog): string[] {
    const first = log.backwards[0];
    if (first === undefined || this.options.timeBackwardsIsBreak) return [];
    const count = log.backwardsCount;
    return [
      `Time runs backwards at ${count} ${count === 1 ? 'record' : 'records'}, first at record ${first.index}.`,
    ];
  }

  private absent(anchor: ChainAnchor, profile: Profile): ChainReport {
    const detail = `the anchor counts ${grouped(anchor.count)} records of this chain and the log has none`;
    return {
      chain: anchor.chain ?? '',
      profile: profile.name,
      events: 0,
      verdict: 'broken',
      first_id: null,
      last_id: null,
      head: null,
      breaks: [{ kind: 'tail_truncated', index: 0, event_id: null, detail }],
      warnings: [],
      not_proven: ['tail'],
      statement: [`The log holds no record of this chain, of which an anchor counts ${anchor.count}.`],
    };
  }
}
