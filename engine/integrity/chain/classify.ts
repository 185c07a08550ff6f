import { grouped } from '#shared/model/grouped.ts';
import type { ChainBreak } from '#shared/model/chain.ts';
import type { BreakKind } from '#shared/model/vocabulary.ts';
import { sideBranches } from './branches.ts';
import type { ChainLog } from './chain-log.ts';
import { GENESIS } from './facts.ts';
import { RecordNames } from './names.ts';
import { displacedItems } from './path-order.ts';
import { runsBackwards } from './time-order.ts';
import { AT_GENESIS, buildPieces, linkChildren, type Piece, UNKNOWN } from './pieces.ts';

export interface ClassifyOptions {
  /** The hash of a record covers its link: where the hash is wrong, the link may have been altered too. */
  linkHashed: boolean;
  /** Records state their own hash. Where they do not, an altered record shows in its successor only. */
  statesHash: boolean;
  /** No record names a predecessor, so that no link can be missed. */
  linkless: boolean;
  /** All records of the log are numbered one after the other, whatever their chain. */
  logNumbered: boolean;
}

type Gap = 'gap' | 'none' | 'unknown';

/** Names every place where a chain does not hold. Called after the last record of the chain. */
export class Classifier {
  private readonly log: ChainLog;
  private readonly options: ClassifyOptions;
  private readonly names: RecordNames;
  private readonly step: number | null;
  private readonly breaks: ChainBreak[] = [];
  private pieces: Piece[] = [];
  private readonly inserted = new Set<number>();

  constructor(log: ChainLog, options: ClassifyOptions) {
    this.log = log;
    this.options = options;
    this.names = new RecordNames(log);
    this.step = log.numbering.step();
  }

  run(): ChainBreak[] {
    const { log } = this;
    const single =
      log.segments.length === 1 &&
      (log.segments[0]!.previous === GENESIS || log.segments[0]!.previous === log.origin);
    if (!single && log.segments.length > 0 && !this.options.linkless) this.links();
    else this.repeats([]);
    this.edits();
    for (const each of log.malformed) this.breaks.push(each);
    return this.breaks.sort((a, b) => a.index - b.index);
  }

  private add(kind: BreakKind, position: number, detail: string): void {
    const index = this.log.hashes.indexAt(position);
    this.breaks.push({ kind, index, event_id: this.names.idAt(position), detail });
  }

  private links(): void {
    const { pieces, replayed } = buildPieces(this.log);
    this.pieces = pieces;
    this.repeats(replayed);
    this.adoptEdited();
    linkChildren(pieces);
    const { main, inserted, forked } = sideBranches(pieces, (parent, child) => this.follows(parent, child));
    for (const i of inserted) this.insertion(pieces[i]!);
    for (const i of forked) this.fork(pieces[i]!);
    const roots = pieces
      .map((_, i) => i)
      .filter((i) => pieces[i]!.parent < 0 && !inserted.has(i) && !forked.has(i));
    const started = roots.some((i) => pieces[i]!.parent === AT_GENESIS);
    let headSeen = started;
    for (const root of roots) {
      if (pieces[root]!.parent === UNKNOWN) this.unknownRoot(root, !headSeen);
      headSeen = true;
      this.order(root, main);
    }
    pieces.forEach((_, i) => {
      if (!inserted.has(i)) this.time(i);
    });
  }

  /** Compares the time of a segment's first record with that of the record that it links to, not of its neighbour. */
  private time(i: number): void {
    const { head, parent } = this.pieces[i]!;
    if (head === null || parent === AT_GENESIS) return;
    const before = this.pieces[parent === UNKNOWN ? i - 1 : parent];
    // The time of a record in the middle of a segment is not kept.
    if (before === undefined || before.end !== before.segment.end) return;
    const { endTime } = before.segment;
    if (runsBackwards(endTime, head.startTime))
      this.log.backward(head.start, head.startId, endTime, head.startTime);
  }

  /** True when the numbers say that this piece is the next record after that one. */
  private follows(parent: number, child: number): boolean {
    if (this.step === null || parent < 0) return false;
    const before = this.names.numberAt(this.pieces[parent]!.end);
    const after = this.names.numberAt(this.pieces[child]!.start);
    return before !== null && after !== null && after - before === this.step;
  }

  private gap(piece: Piece): Gap {
    const segment = piece.head;
    if (segment === null) return 'unknown';
    const { step } = this;
    if (step !== null && segment.delta !== null) {
      const expected = step * (1 + segment.malformedBefore);
      if (segment.delta > expected) return 'gap';
      return segment.delta === step || segment.delta === expected ? 'none' : 'unknown';
    }
    if (step === null && this.options.logNumbered) return segment.logGapsBefore > 0 ? 'gap' : 'none';
    return 'unknown';
  }

  /**
   * A record whose own hash is wrong may have an altered link as well. It stays in its place, as long as no other
   * record continues from there.
   */
  private adoptEdited(): void {
    if (!this.options.linkHashed) return;
    const { pieces } = this;
    const claimed = new Set(pieces.map((piece) => piece.parent));
    pieces.forEach((piece, i) => {
      if (piece.head === null || piece.head.startSound) return;
      const place = i === 0 ? AT_GENESIS : i - 1;
      if (piece.parent === place || claimed.has(place)) return;
      piece.parent = place;
      claimed.add(place);
      if (this.gap(piece) === 'gap') this.missing(piece);
    });
  }

  private insertion(piece: Piece): void {
    for (let position = piece.start; position <= piece.end; position++) {
      this.inserted.add(position);
      this.add('inserted', position, 'the records around it link to each other, past this one');
    }
  }

  private fork(piece: Piece): void {
    const from = piece.parent;
    const count = piece.end - piece.start + 1;
    const branch =
      count === 1
        ? 'a branch of one record starts here'
        : `a branch of ${grouped(count)} records starts here`;
    const detail =
      from === AT_GENESIS
        ? `a second start of the chain: ${branch}`
        : `it names the same previous record (${this.names.name(this.pieces[from]!.end)}) as another one: ${branch}`;
    this.add('forked', piece.start, detail);
  }

  private unknownRoot(root: number, isHead: boolean): void {
    const piece = this.pieces[root]!;
    const gap = this.gap(piece);
    if (isHead) {
      this.add(
        'head_truncated',
        piece.start,
        'the first record names a previous one: the start of the chain is missing',
      );
      return;
    }
    const before = this.pieces[root - 1];
    if (before === undefined || gap === 'gap') return this.missing(piece);
    // An unreadable or altered neighbour has the hash that this record names, as far as anybody can tell.
    if (piece.head !== null && piece.head.malformedBefore > 0) return;
    if (!before.segment.endSound && before.end === before.segment.end) return;
    if (before.children.length === 0 && gap === 'none') {
      const kind = this.options.statesHash ? 'rehashed' : 'edited';
      const detail = this.options.statesHash
        ? 'its hash fits its content, but the next record names another hash: the content was altered and hashed again'
        : 'the next record names another hash than this record has';
      this.add(kind, before.end, detail);
      return;
    }
    this.missing(piece);
  }

  private missing(piece: Piece): void {
    const delta = piece.head?.delta ?? null;
    const { step } = this;
    if (this.gap(piece) === 'gap') {
      const count =
        step !== null && delta !== null
          ? Math.round(delta / step) - 1 - (piece.head?.malformedBefore ?? 0)
          : 0;
      const what =
        count > 1 ? `${grouped(count)} records are` : count === 1 ? 'one record is' : 'records are';
      this.add(
        'deleted',
        piece.start,
        `${what} missing before it: the record that it names is not in the log`,
      );
      return;
    }
    this.add(
      'deleted',
      piece.start,
      'the record that it names is not in the log. Without numbering, a removed record and one that was altered and hashed again look the same',
    );
  }

  /** Records of one path that do not stand in the order of their links. */
  private order(root: number, main: Int32Array): void {
    const path: number[] = [];
    for (let at = root; at >= 0; at = main[at]!) path.push(at);
    if (path.every((piece, i) => i === 0 || piece > path[i - 1]!)) return;
    const inFile = [...path].sort((a, b) => a - b);
    const rank = new Map(path.map((piece, i) => [piece, i]));
    const ranks = inFile.map((piece) => rank.get(piece)!);
    const weights = inFile.map((piece) => this.pieces[piece]!.end - this.pieces[piece]!.start + 1);
    for (const item of displacedItems(ranks, weights)) {
      const piece = this.pieces[inFile[item]!]!;
      const count = piece.end - piece.start + 1;
      const what = count === 1 ? 'this record stands' : `${grouped(count)} records from here on stand`;
      const place =
        piece.parent >= 0 ? `after ${this.names.name(this.pieces[piece.parent]!.end)}` : 'at the start';
      this.add('reordered', piece.start, `${what} out of place: by its link it belongs ${place}`);
    }
  }

  private repeats(replayed: readonly number[]): void {
    const named = new Set<number>();
    const whole = new Set(replayed);
    for (const flaw of this.log.duplicates) {
      named.add(flaw.position);
      const detail = whole.has(flaw.position)
        ? 'an earlier record is repeated here, byte for byte or at least hash for hash'
        : 'an earlier record has the same id';
      this.breaks.push({ kind: 'duplicate_id', index: flaw.index, event_id: flaw.id, detail });
    }
    for (const position of replayed) {
      if (!named.has(position))
        this.add('duplicate_id', position, 'an earlier record with this hash is repeated here');
    }
  }

  private edits(): void {
    for (const flaw of this.log.edited) {
      if (this.inserted.has(flaw.position)) continue;
      const { index, id, stated, computed } = flaw;
      const detail = 'its content does not give the hash that it states';
      this.breaks.push({ kind: 'edited', index, event_id: id, detail, stated, computed });
    }
  }
}
