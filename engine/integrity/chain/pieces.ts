import type { ChainLog, Segment } from './chain-log.ts';
import { GENESIS } from './facts.ts';

/** A run of records that the links leave in one piece: a segment, cut again where another one branches off. */
export interface Piece {
  start: number;
  end: number;
  /** Segment whose start this piece is, or null for the rest of a segment after a branch. */
  head: Segment | null;
  segment: Segment;
  /** Number of the piece that it links to, AT_GENESIS, or UNKNOWN. */
  parent: number;
  children: number[];
}

export const AT_GENESIS = -1;
export const UNKNOWN = -2;

export interface PieceGraph {
  pieces: Piece[];
  /** Positions of records that repeat an earlier record, hash and all. */
  replayed: number[];
}

interface Start {
  segment: Segment;
  start: number;
  /** Position of the record that it links to, AT_GENESIS or UNKNOWN. */
  target: number;
}

/** Cuts what repeats earlier records off the start of a segment; null when nothing is left of it. */
function withoutReplay(log: ChainLog, segment: Segment, original: number, replayed: number[]): Start | null {
  let start = segment.start;
  let at = original;
  while (start <= segment.end && at < segment.start && log.hashes.sameHash(start, at)) {
    replayed.push(start);
    start++;
    at++;
  }
  return start > segment.end ? null : { segment, start, target: at - 1 };
}

function resolveStarts(log: ChainLog, replayed: number[]): Start[] {
  const asked = log.segments
    .flatMap((segment) => [segment.previous, segment.startHash])
    .filter((h) => h !== GENESIS);
  const found = log.hashes.find(asked);
  const computed = new Map(log.edited.map((flaw) => [flaw.computed, flaw.position]));
  const starts: Start[] = [];
  for (const segment of log.segments) {
    const original = found.get(segment.startHash)?.[0] ?? segment.start;
    if (original < segment.start) {
      const rest = withoutReplay(log, segment, original, replayed);
      if (rest !== null) starts.push(rest);
      continue;
    }
    // Its own hash is right or not, a record never precedes itself.
    const target = found.get(segment.previous)?.[0] ?? computed.get(segment.previous) ?? UNKNOWN;
    starts.push({
      segment,
      start: segment.start,
      target: segment.previous === GENESIS || segment.previous === log.origin ? AT_GENESIS : target,
    });
  }
  return starts;
}

/** Cycles cannot come from hashes, but a log whose hashes do not cover the links can be made to hold one. */
function cutCycles(pieces: Piece[]): void {
  const state = new Uint8Array(pieces.length);
  for (let i = 0; i < pieces.length; i++) {
    const trail: number[] = [];
    let at = i;
    while (at >= 0 && state[at] === 0) {
      state[at] = 1;
      trail.push(at);
      at = pieces[at]!.parent;
    }
    if (at >= 0 && state[at] === 1) pieces[at]!.parent = UNKNOWN;
    for (const seen of trail) state[seen] = 2;
  }
}

/** Pieces in file order with their links. */
export function buildPieces(log: ChainLog): PieceGraph {
  const replayed: number[] = [];
  const starts = resolveStarts(log, replayed);
  const cuts = new Set(starts.map((start) => start.target).filter((target) => target >= 0));
  const pieces: Piece[] = [];
  const endingAt = new Map<number, number>();
  const sortedCuts = [...cuts].sort((a, b) => a - b);
  const parentPosition: number[] = [];
  let cut = 0;
  for (const { segment, start, target } of starts) {
    let from = start;
    while (cut < sortedCuts.length && sortedCuts[cut]! < start) cut++;
    const add = (end: number) => {
      endingAt.set(end, pieces.length);
      parentPosition.push(from === start ? target : from - 1);
      const head = from === segment.start ? segment : null;
      pieces.push({ start: from, end, head, segment, parent: UNKNOWN, children: [] });
      from = end + 1;
    };
    for (let c = cut; c < sortedCuts.length && sortedCuts[c]! < segment.end; c++) add(sortedCuts[c]!);
    add(segment.end);
  }
  pieces.forEach((piece, i) => {
    const position = parentPosition[i]!;
    piece.parent = position < 0 ? position : (endingAt.get(position) ?? UNKNOWN);
  });
  return { pieces, replayed };
}

/** Fills the lists of children once all parents are final. */
export function linkChildren(pieces: Piece[]): void {
  cutCycles(pieces);
  pieces.forEach((piece, i) => {
    if (piece.parent >= 0) pieces[piece.parent]!.children.push(i);
  });
}
