import type { ChainBreak } from '#shared/model/chain.ts';
import type { ChunkRows } from './chunk-facts.ts';
import { GENESIS, type RecordFacts } from './facts.ts';
import { HashLog } from './hash-log.ts';
import { IdRegister } from './id-register.ts';
import { type LogNumbering, Numbering } from './numbering.ts';
import { runsBackwards } from './time-order.ts';

const REMEMBERED_IDS = 256;
/** Findings of one sort that are kept for one chain; the rest is counted. Under a wrong profile every record is one. */
const LISTED = 100_000;

/** A run of records each of which links to the one before it. Positions count the readable records of the chain. */
export interface Segment {
  start: number;
  end: number;
  previous: string;
  startHash: string;
  startSound: boolean;
  startId: string | null;
  /** Number of the first record minus number of the record before it in the file. */
  delta: number | null;
  /** Unreadable records, and holes in the numbering of the log, between the record before it and this segment. */
  malformedBefore: number;
  logGapsBefore: number;
  endSound: boolean;
  startTime: string | null;
  endTime: string | null;
  /** Ids of the last records of the segment, at most 256. */
  lastIds: (string | null)[];
}

/** What the next record of a chain is compared with. */
type LastRecord = Pick<RecordFacts, 'number' | 'time' | 'stated' | 'computed' | 'sound'>;

/** What is wrong with one record, whatever its neighbours are. */
export interface RecordFlaw {
  position: number;
  index: number;
  id: string | null;
  stated: string;
  computed: string;
}

/**
 * One chain while its records pass by: 16 to 20 bytes a record, up to 24 more for an id that is no running number, and one entry for each place where
 * something is wrong.
 */
export class ChainLog {
  readonly name: string | null;
  readonly hashes = new HashLog();
  readonly segments: Segment[] = [];
  readonly edited: RecordFlaw[] = [];
  readonly duplicates: RecordFlaw[] = [];
  readonly malformed: ChainBreak[] = [];
  readonly backwards: ChainBreak[] = [];
  /** Of all records, those not listed included. */
  backwardsCount = 0;
  readonly numbering = new Numbering();
  firstId: string | null = null;
  lastId: string | null = null;
  head: string | null = null;
  /** Where the log starts in the middle of its chain: the hash before its first record, and the records up to it. */
  origin: string | null = null;
  before = 0;
  /** Some record names a predecessor. */
  linked = false;
  /** Findings beyond those that are kept, and places where no link holds beyond those that are. */
  unlisted = 0;
  unlistedSegments = 0;
  private unreadable = 0;
  private readonly ids = new IdRegister();
  private recent: (string | null)[] = [];
  private last: LastRecord | null = null;
  private malformedAtLast = 0;
  private gapsAtLast = 0;

  constructor(name: string | null) {
    this.name = name;
  }

  /** Records of the chain, the unreadable ones included. */
  get events(): number {
    return this.hashes.length + this.unreadable;
  }

  /** `malformedSeen`: unreadable records of the whole log so far; `log`: numbering of the whole log. */
  push(facts: RecordFacts, malformedSeen: number, log: LogNumbering): void {
    const position = this.hashes.length;
    const last = this.last;
    this.linked ||= facts.previous !== GENESIS;
    this.hashes.push(facts.stated, facts.index);
    if (last === null) this.firstId = facts.id;
    const linked =
      last !== null && (facts.previous === last.stated || (!last.sound && facts.previous === last.computed));
    if (linked) this.numbering.link(last.number, facts.number);
    else if (this.segments.length >= LISTED) this.unlistedSegments++;
    else this.startSegment(facts, position, malformedSeen - this.malformedAtLast, log.gaps - this.gapsAtLast);
    this.remember(facts.id);
    const flaw = {
      position,
      index: facts.index,
      id: facts.id,
      stated: facts.stated,
      computed: facts.computed,
    };
    if (!facts.sound) this.keep(this.edited, flaw);
    if (facts.id !== null && this.ids.add(facts.id)) this.keep(this.duplicates, flaw);
    if (linked && runsBackwards(last.time, facts.time))
      this.backward(position, facts.id, last.time, facts.time);
    this.endSegment(facts);
    this.lastId = facts.id;
    this.head = facts.stated;
    this.malformedAtLast = malformedSeen;
    this.gapsAtLast = log.gaps;
  }

  /**
   * Takes rows `from` to `to` (exclusive), each of which continues the chain. `base`: index of the first record of
   * their chunk in the log; the rest as for push().
   */
  pushRows(
    rows: ChunkRows,
    [from, to]: readonly [number, number],
    base: number,
    malformedSeen: number,
    log: LogNumbering,
  ): void {
    let before = this.last!.number;
    this.linked = true;
    for (let row = from; row < to; row++) {
      const number = rows.number(row);
      this.numbering.link(before, number);
      before = number;
      if (rows.hasId(row) && this.ids.addRow(rows, row)) {
        const stated = rows.stated(row);
        const flaw = { position: this.hashes.length, index: base + rows.line(row), id: rows.id(row) };
        this.keep(this.duplicates, { ...flaw, stated, computed: stated });
      }
      this.hashes.pushRow(rows, row, base + rows.line(row));
    }
    for (let row = Math.max(from, to - REMEMBERED_IDS); row < to; row++) this.remember(rows.id(row));
    const stated = rows.stated(to - 1);
    const last = { number: before, time: rows.time(to - 1), stated, computed: stated, sound: true };
    this.endSegment(last);
    this.lastId = rows.id(to - 1);
    this.head = stated;
    this.malformedAtLast = malformedSeen;
    this.gapsAtLast = log.gaps;
  }

  private remember(id: string | null): void {
    if (this.recent.length >= 2 * REMEMBERED_IDS) this.recent = this.recent.slice(-REMEMBERED_IDS);
    this.recent.push(id);
  }

  private endSegment(last: LastRecord): void {
    const segment = this.segments[this.segments.length - 1]!;
    segment.end = this.hashes.length - 1;
    segment.endSound = last.sound;
    segment.endTime = last.time;
    this.last = last;
  }

  /** Notes a record whose time is before that of the record that it links to. */
  backward(position: number, id: string | null, before: string | null, time: string | null): void {
    const detail = `its time ${time} is before the time ${before} of the record before it`;
    const index = this.hashes.indexAt(position);
    this.backwardsCount++;
    this.keep(this.backwards, { kind: 'time_backwards', index, event_id: id, detail });
  }

  /** Takes a record that cannot be read. */
  pushUnreadable(index: number, detail: string): void {
    this.unreadable++;
    this.keep(this.malformed, { kind: 'malformed', index, event_id: null, detail });
  }

  /** Call once after the last record. */
  close(): void {
    const segment = this.segments[this.segments.length - 1];
    if (segment !== undefined) segment.lastIds = this.lastIdsOf(segment);
    this.recent = [];
  }

  private keep<T>(list: T[], item: T): void {
    if (list.length < LISTED) list.push(item);
    else this.unlisted++;
  }

  private startSegment(
    facts: RecordFacts,
    position: number,
    malformedBefore: number,
    logGapsBefore: number,
  ): void {
    this.close();
    const before = this.last?.number ?? null;
    this.segments.push({
      start: position,
      end: position,
      previous: facts.previous,
      startHash: facts.stated,
      startSound: facts.sound,
      startId: facts.id,
      delta: before === null || facts.number === null ? null : facts.number - before,
      malformedBefore,
      logGapsBefore,
      endSound: facts.sound,
      startTime: facts.time,
      endTime: facts.time,
      lastIds: [],
    });
  }

  private lastIdsOf(segment: Segment): (string | null)[] {
    return this.recent.slice(-Math.min(segment.end - segment.start + 1, REMEMBERED_IDS));
  }
}
