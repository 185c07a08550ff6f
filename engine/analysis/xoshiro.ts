/**
 * xoshiro128** (Blackman and Vigna, 2018), its state filled from a 32-bit seed by splitmix32.
 * The same seed gives the same sequence on every machine.
 */
export class Xoshiro128 {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    let state = seed >>> 0;
    const fill = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    this.#a = fill();
    this.#b = fill();
    this.#c = fill();
    this.#d = fill();
  }

  /** A generator in a given state, as the authors' reference code takes it. The state must not be all zero. */
  static fromState(a: number, b: number, c: number, d: number): Xoshiro128 {
    const generator = new Xoshiro128(0);
    generator.#a = a >>> 0;
    generator.#b = b >>> 0;
    generator.#c = c >>> 0;
    generator.#d = d >>> 0;
    return generator;
  }

  /** 0 … 2^32 - 1. */
  uint32(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** 0 included … 1 excluded, in steps of 2^-32. */
  float(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** Whole number from 0 to `limit` - 1, every one as likely as any other. `limit` is 1 … 2^32. */
  below(limit: number): number {
    const usable = Math.floor(0x1_0000_0000 / limit) * limit;
    for (;;) {
      const value = this.uint32();
      if (value < usable) return value % limit;
    }
  }
}
