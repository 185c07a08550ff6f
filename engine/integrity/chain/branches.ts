import { AT_GENESIS, type Piece, UNKNOWN } from './pieces.ts';

/** Which records continue a chain and which stand beside it. Numbers are those of pieces. */
export interface Branches {
  /** The child with which each piece goes on, or -1. */
  main: Int32Array;
  /** All pieces of branches that stand between two records which link to each other. */
  inserted: Set<number>;
  /** First pieces of all other side branches. */
  forked: Set<number>;
}

/** Parents before their children, whatever the order in the file. */
function fromRoots(pieces: readonly Piece[]): number[] {
  const order = pieces.map((_, i) => i).filter((i) => pieces[i]!.parent < 0);
  for (let at = 0; at < order.length; at++)
    for (const child of pieces[order[at]!]!.children) order.push(child);
  return order;
}

/** Records on the longest way down from each piece. */
function reach(pieces: readonly Piece[], order: readonly number[]): Float64Array {
  const length = new Float64Array(pieces.length);
  for (let at = order.length - 1; at >= 0; at--) {
    const piece = pieces[order[at]!]!;
    let longest = 0;
    for (const child of piece.children) longest = Math.max(longest, length[child]!);
    length[order[at]!] = longest + piece.end - piece.start + 1;
  }
  return length;
}

interface Family {
  members: readonly number[];
  /** First and last piece in the file. */
  low: number;
  high: number;
}

/** A piece and all that come down from it; there may be more of them than a call takes arguments. */
function family(pieces: readonly Piece[], top: number): Family {
  const members = [top];
  let [low, high] = [top, top];
  for (let at = 0; at < members.length; at++) {
    const member = members[at]!;
    low = Math.min(low, member);
    high = Math.max(high, member);
    for (const child of pieces[member]!.children) members.push(child);
  }
  return { members, low, high };
}

/**
 * Tells main line, insertions and forks apart. Of several records that name the same previous one, the main line goes
 * on with the one that is followed by most records; `follows` (numbering) decides between equals, then file order.
 */
export function sideBranches(
  pieces: readonly Piece[],
  follows: (parent: number, child: number) => boolean,
): Branches {
  const order = fromRoots(pieces);
  const length = reach(pieces, order);
  const branches: Branches = {
    main: new Int32Array(pieces.length).fill(-1),
    inserted: new Set(),
    forked: new Set(),
  };
  const choose = (parent: number, children: readonly number[]): number => {
    let best = children[0] ?? -1;
    for (const child of children) {
      const more = length[child]! - length[best]!;
      if (more > 0 || (more === 0 && !follows(parent, best) && follows(parent, child))) best = child;
    }
    return best;
  };
  const setAside = (parent: number, main: number, side: number) => {
    const { members, low, high } = family(pieces, side);
    const between = high - low + 1 === members.length && low === parent + 1 && main === high + 1;
    if (between) for (const member of members) branches.inserted.add(member);
    else branches.forked.add(side);
  };
  const roots = order.filter((i) => pieces[i]!.parent === AT_GENESIS);
  const start = choose(AT_GENESIS, roots);
  for (const root of roots) if (root !== start) setAside(AT_GENESIS, start, root);
  pieces.forEach((piece, i) => {
    branches.main[i] = choose(i, piece.children);
    for (const child of piece.children) if (child !== branches.main[i]) setAside(i, branches.main[i]!, child);
  });
  for (const root of order) {
    if (pieces[root]!.parent !== UNKNOWN) continue;
    const { members, low, high } = family(pieces, root);
    const after = pieces[high + 1];
    if (low > 0 && high - low + 1 === members.length && after?.parent === low - 1) {
      for (const member of members) branches.inserted.add(member);
    }
  }
  return branches;
}
