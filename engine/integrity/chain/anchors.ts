import { grouped } from '#shared/model/grouped.ts';
import type { ChainBreak } from '#shared/model/chain.ts';
import type { ChainAnchor } from '../anchor/model.ts';
import type { ChainLog } from './chain-log.ts';
import type { ChunkRows } from './chunk-facts.ts';

/** What an anchor shows about a chain. */
export interface AnchorFindings {
  breaks: ChainBreak[];
  warnings: string[];
  /** Records of the chain up to which an anchor agrees; 0 when none does. */
  proven: number;
}

function bare(hash: string): string {
  return hash.startsWith('0x') ? hash.slice(2) : hash;
}

/** Follows one anchor while the records of its chain pass by. */
export class AnchorWatch {
  readonly anchor: ChainAnchor;
  private readonly head: string;
  /** First 32 bits of the head: few other hashes have them. */
  private readonly headWord: number;
  /** Hash of the record at the anchor's count, once it has passed. */
  private at: string | null = null;
  private atIndex = 0;
  private atId: string | null = null;
  private atSound = true;
  /** Count of records up to the one that has the anchor's hash, wherever it stands. */
  private foundAt = 0;

  constructor(anchor: ChainAnchor) {
    this.anchor = anchor;
    this.head = bare(anchor.head);
    this.headWord = Number.parseInt(this.head.slice(0, 8), 16);
  }

  record(count: number, stated: string, index: number, id: string | null, sound: boolean): void {
    if (bare(stated) === this.head) this.foundAt = count;
    if (count !== this.anchor.count) return;
    this.at = stated;
    this.atIndex = index;
    this.atId = id;
    this.atSound = sound;
  }

  /** The same for rows `from` to `to` (exclusive), of which the first is record number `counted` + 1 of its chain. */
  rows(rows: ChunkRows, [from, to]: readonly [number, number], counted: number, base: number): void {
    for (let row = from; row < to; row++) {
      const count = counted + 1 + row - from;
      if (count !== this.anchor.count && rows.word(row, 0) !== this.headWord) continue;
      this.record(count, rows.stated(row), base + rows.line(row), rows.id(row), true);
    }
  }

  /** True when this hash is the one that the anchor gives. */
  names(hash: string): boolean {
    return bare(hash) === this.head;
  }

  private matches(log: ChainLog): boolean {
    if (log.origin !== null && this.names(log.origin)) return true;
    return this.at !== null && bare(this.at) === this.head;
  }

  /** `lastGood`: count proven by another anchor; `structural`: records were removed, added or moved, so that positions say little. */
  findings(log: ChainLog, lastGood: number, structural: boolean): AnchorFindings {
    const { count } = this.anchor;
    const result: AnchorFindings = { breaks: [], warnings: [], proven: 0 };
    if (this.matches(log)) {
      result.proven = count;
      return result;
    }
    const lastIndex = log.hashes.length === 0 ? 0 : log.hashes.indexAt(log.hashes.length - 1);
    if (this.foundAt > 0) {
      const where = `the hash of the anchor belongs to the record number ${this.foundAt} of the chain, not ${count}`;
      if (structural) {
        result.warnings.push(`${where}: records before it were removed, inserted or moved`);
      } else {
        const kind = this.foundAt < count ? 'deleted' : 'inserted';
        const detail = `${where}; the links do not show where`;
        result.breaks.push({ kind, index: lastIndex, event_id: log.lastId, detail });
      }
    } else if (log.before + log.events < count) {
      const detail = `the anchor counts ${grouped(count)} records and the log ends after ${grouped(log.before + log.events)}`;
      result.breaks.push({ kind: 'tail_truncated', index: lastIndex, event_id: log.lastId, detail });
    } else if (structural) {
      result.warnings.push(`the record number ${count}, which an anchor names, is not in the log`);
    } else if (this.at === null || !this.atSound) {
      result.warnings.push(`the record number ${count}, which the anchor names, is unreadable or altered`);
    } else {
      const from =
        lastGood === 0
          ? 'no earlier record is anchored'
          : `the chain is proven up to record number ${lastGood}`;
      const detail =
        `the chain was computed anew: ${from}, and record number ${count} has another hash than the anchor; ` +
        `the change begins somewhere in records ${lastGood + 1} to ${count}`;
      const { at: stated, atIndex: index, atId: event_id } = this;
      result.breaks.push({
        kind: 'suffix_recomputed',
        index,
        event_id,
        detail,
        stated,
        computed: this.anchor.head,
      });
    }
    return result;
  }
}

/** All anchors of one chain together: the proven prefix, and one break for each contradiction. */
export function anchorFindings(
  log: ChainLog,
  watches: readonly AnchorWatch[],
  structural: boolean,
): AnchorFindings {
  const result: AnchorFindings = { breaks: [], warnings: [], proven: 0 };
  const inOrder = [...watches].sort((a, b) => a.anchor.count - b.anchor.count);
  for (const watch of inOrder) {
    const found = watch.findings(log, result.proven, structural);
    result.proven = Math.max(result.proven, found.proven);
    // Later anchors only repeat that the suffix differs.
    if (result.breaks.length === 0) result.breaks.push(...found.breaks);
    result.warnings.push(...found.warnings);
    if (!watch.anchor.verified && watch.anchor.origin === 'checkpoint') {
      result.warnings.push('the signature of the checkpoint was not checked: no key was given');
    }
  }
  return result;
}
