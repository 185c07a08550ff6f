import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatOf,
  plural,
  secondsLeft,
  shortenHash,
} from './format.ts';

describe('figures', () => {
  it('groups thousands and keeps every digit', () => {
    expect(formatCount(0)).toBe('0');
    expect(formatCount(12384)).toBe('12,384');
    expect(formatCount(-1234567.25)).toBe('-1,234,567.25');
    expect(formatCount(9007199254740993n)).toBe('9,007,199,254,740,993');
  });

  it('sets a count beside its population', () => {
    expect(formatOf(0, 12384)).toBe('0 of 12,384');
    expect(formatOf(3, null)).toBe('3');
  });

  it('counts things in words', () => {
    expect(plural(1, 'file')).toBe('1 file');
    expect(plural(0, 'file')).toBe('0 files');
    expect(plural(2, 'entry', 'entries')).toBe('2 entries');
  });
});

describe('hashes', () => {
  it('shortens in the middle and leaves short ones alone', () => {
    expect(shortenHash('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')).toBe(
      'e3b0c4…52b855',
    );
    expect(shortenHash('abcdef1234567')).toBe('abcdef1234567');
  });
});

describe('sizes and durations', () => {
  it('names bytes in decimal units', () => {
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes(1000)).toBe('1.0 kB');
    expect(formatBytes(999_600)).toBe('1.0 MB');
    expect(formatBytes(12_400_000)).toBe('12 MB');
  });

  it('speaks of time in the unit that fits', () => {
    expect(formatDuration(340)).toBe('340 ms');
    expect(formatDuration(2400)).toBe('2.4 s');
    expect(formatDuration(185_000)).toBe('3 min 05 s');
  });

  it('tells the time left only when it can', () => {
    expect(secondsLeft({ done: 500, total: 1500, rate: 250 })).toBe(4);
    expect(secondsLeft({ done: 500, total: null, rate: 250 })).toBe(null);
    expect(secondsLeft({ done: 500, total: 1500, rate: null })).toBe(null);
    expect(secondsLeft({ done: 500, total: 1500, rate: 0 })).toBe(null);
  });
});
