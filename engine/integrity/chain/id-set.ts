/**
 * Set of record ids in 8 bytes each. Two independent 32-bit hashes stand for an id; among ten million ids the chance of
 * one false "seen before" is about 3 in a million.
 */
export class IdSet {
  private slots = new Uint32Array(2 * 1024);
  private used = 0;

  /** Adds the id; true when it was there already. */
  add(id: string): boolean {
    let low = 0x9e3779b1;
    let high = 0x85ebca77;
    for (let i = 0; i < id.length; i++) {
      const c = id.charCodeAt(i);
      low = Math.imul(low ^ c, 0x01000193);
      high = Math.imul(high ^ c, 0x5bd1e995);
      high ^= high >>> 13;
    }
    low = Math.imul(low ^ (low >>> 16), 0x85ebca6b);
    high = Math.imul(high ^ (high >>> 15), 0xc2b2ae35);
    return this.addHashed(low ^ (low >>> 13), high ^ (high >>> 16));
  }

  /** The same for an id of which the two hashes are known. */
  addHashed(low: number, high: number): boolean {
    if (this.used * 10 > (this.slots.length / 2) * 7) this.grow();
    // Zero marks a free slot.
    return this.put(low, high >>> 0 || 1);
  }

  private put(low: number, high: number): boolean {
    const first = low >>> 0;
    const mask = this.slots.length / 2 - 1;
    let slot = (first ^ (first >>> 11)) & mask;
    for (;;) {
      const stored = this.slots[slot * 2 + 1]!;
      if (stored === 0) break;
      if (stored === high && this.slots[slot * 2] === first) return true;
      slot = (slot + 1) & mask;
    }
    this.slots[slot * 2] = first;
    this.slots[slot * 2 + 1] = high;
    this.used++;
    return false;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    this.used = 0;
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.put(old[i]!, old[i + 1]!);
  }
}
